using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Transactions.Machines;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Transactions;

/// <summary>Runs one machine: takes inputs one at a time, sends, keeps its two timers, and leaves when the machine has ended.</summary>
public abstract class Transaction
{
    private readonly Lock _gate = new();
    private readonly MachineKind _kind;
    private TimerLine.Entry? _repeatTimer;
    private TimerLine.Entry? _endTimer;
    private int _repeated;
    private bool _isSettled;

    private protected Transaction(TransactionLayer layer, MachineKind kind, SipRequest request, SipTarget target)
    {
        (Layer, _kind, Request, Target) = (layer, kind, request, target);
        State = TransactionMachine.First(kind);
    }

    /// <summary>
    /// Whole until a final response; from then on its <see cref="SipRequest.Outline"/>. A transaction waits for half a minute at its end, and what all of
    /// them hold meanwhile is most of what a busy user agent has in memory.
    /// </summary>
    public SipRequest Request { get; private set; }

    /// <summary>Where this transaction sends to.</summary>
    public SipTarget Target { get; }

    public TransactionState State { get; private set; }

    private protected TransactionLayer Layer { get; }

    /// <summary>What the next <see cref="Actions.Send"/> sends.</summary>
    private protected ReadOnlyMemory<byte> Outgoing { get; set; }

    private protected virtual TimeSpan Ending(Input timer) => Layer.Timers.Ending(timer, Target.IsReliable);

    private protected abstract void Tell(Actions actions, SipMessage? message);

    private protected virtual void SendAck(SipMessage response)
    {
    }

    private protected abstract void Forget();

    /// <summary>It was answered for good: what is only needed until then is let go. Inside the lock.</summary>
    private protected virtual void Settle()
    {
        Request = Request.Outline();
        _repeatTimer?.Stop();
        _repeatTimer = null;
    }

    /// <summary>Nothing follows but repetitions.</summary>
    private bool OnlyAbsorbs => State is TransactionState.Accepted or TransactionState.Confirmed
        || (State is TransactionState.Completed && _kind != MachineKind.InviteServer);

    /// <summary>One input; the user is told after the turn, outside of the lock.</summary>
    private protected void Take(Input input, SipMessage? message = null, ReadOnlyMemory<byte> outgoing = default)
    {
        Actions actions;
        var ended = false;
        lock (_gate)
        {
            if (State == TransactionState.Terminated) return;
            var step = TransactionMachine.Step(_kind, State, input);
            State = step.State;
            actions = step.Actions;
            if (!outgoing.IsEmpty && (actions & Actions.Send) != 0) Outgoing = outgoing;
            if ((actions & Actions.Send) != 0 && !Outgoing.IsEmpty) Send(Outgoing);
            if ((actions & Actions.SendAck) != 0) SendAck(message!);
            StartTimers(step);
            ended = State == TransactionState.Terminated;
            if (ended) StopTimers();
            else if (!_isSettled && OnlyAbsorbs)
            {
                _isSettled = true;
                Settle();
            }
        }
        if (ended) Forget();
        const Actions told = Actions.Tell | Actions.TellTimeout | Actions.TellTransportError;
        if ((actions & told) != 0) Tell(actions & told, message);
    }

    /// <summary>The connection that it goes by is gone, and there is no other way.</summary>
    internal void LoseWay() => Take(Input.TransportError);

    /// <summary>Ends it without a word, as after a CANCEL that nobody confirms.</summary>
    private protected void End()
    {
        lock (_gate)
        {
            if (State == TransactionState.Terminated) return;
            State = TransactionState.Terminated;
            StopTimers();
        }
        Forget();
    }

    private protected void Send(ReadOnlyMemory<byte> bytes)
    {
        var sending = Layer.Transports.Send(bytes, Target);
        if (!sending.IsCompletedSuccessfully) _ = Observe(sending);
    }

    private async Task Observe(ValueTask sending)
    {
        try
        {
            await sending.ConfigureAwait(false);
        }
        catch (Exception)
        {
            // A failure known at once comes within the turn that sent; it is an input of its own, behind this one.
            await Task.Yield();
            Take(Input.TransportError);
        }
    }

    private void StartTimers(Step step)
    {
        if (step.Repeat is { } repeat && !Target.IsReliable)
        {
            var after = Layer.Timers.Repeating(repeat, _repeated++, _kind == MachineKind.NonInviteClient && State == TransactionState.Proceeding);
            _repeatTimer?.Stop();
            _repeatTimer = Layer.LineOf(after).Set(() => Take(repeat));
        }
        if (step.End is { } end)
        {
            var after = Ending(end);
            if (after == TimeSpan.Zero) State = TransactionMachine.Step(_kind, State, end).State;
            else
            {
                _endTimer?.Stop();
                _endTimer = Layer.LineOf(after).Set(() => Take(end));
            }
        }
    }

    private void StopTimers()
    {
        _repeatTimer?.Stop();
        _endTimer?.Stop();
    }
}
