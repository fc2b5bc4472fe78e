using System.Globalization;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Nodes;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Connects;

/// <summary>One connect operation: the interpreter of <see cref="ConnectMachine"/>.</summary>
[WithItsSession]
internal sealed class ConnectGrain(EngineServices services)
    : MachineGrain<ConnectRecord, ConnectState, ConnectEffect>(services, services.Connects), IConnectGrain
{
    private ConnectTerms? _terms;
    private bool _isCounted;

    public async Task<AcceptConnectResult> Accept(AcceptConnect request)
    {
        if (Record is { } known)
            return Again(known, request.RequestHash);

        var at = Now;
        var record = ConnectRecord.Of(request, at);
        await Take(record, ConnectMachine.Step(TermsOf(record), record.State, new Accepted(at, request.CallerAnswered)), at);
        return new AcceptConnectResult(Replayed: false, SameRequest: true, at);
    }

    public Task<AcceptConnectResult?> Known(string projectId, string? requestHash) =>
        Task.FromResult(Record is { } known && known.ProjectId == projectId ? Again(known, requestHash) : null);

    public Task LegReported(LegReport report)
    {
        var at = Now;
        return Happened(report.News switch
        {
            LegNews.Ringing => new LegRinging(at, report.Number),
            LegNews.Confirming => new LegConfirms(at, report.Number),
            LegNews.Ready => new LegAsks(at, report.Number, report.Waiter),
            LegNews.Waiting => new LegWaits(at, report.Number),
            _ => new LegIsOver(at, report.Number, report.Ending!),
        });
    }

    public async Task<bool> CallerReported(CallerReport report)
    {
        if (Record is null)
            return false;
        if (report.PeerId is { } peer && CallIds.ConnectOf(peer) != Id)
            return true; // of a connect before this one, and late
        var at = Now;
        await Happened(report.News switch
        {
            CallerNews.Answered => new CallerWasAnswered(at),
            CallerNews.Bridged => new CallerBridged(at, NumberOf(report.PeerId!), report.WaitId),
            CallerNews.BridgeRefused => new CallerNotBridged(at, NumberOf(report.PeerId!), report.Detail, report.WaitId),
            CallerNews.Restored => new CallerRestored(at),
            _ => new CallerLeft(at, report.Ending is { Reason: EndReason.Error } lost ? lost.Fault : null, report.Cause),
        });
        return true;
    }

    public async Task<CancelConnectOutcome> Cancel(string projectId)
    {
        if (Record is not { } record || record.ProjectId != projectId)
            return CancelConnectOutcome.NotFound;
        if (record.State is ConnectOver)
            return CancelConnectOutcome.AlreadyEnded;
        await Happened(new EndOrdered(Now));
        return CancelConnectOutcome.Ended;
    }

    public Task Wake() => LookAtTheClock();

    /// <summary>A script that asks for the connect of its request knows no hash of it, and may be the first to ask.</summary>
    private static AcceptConnectResult Again(ConnectRecord known, string? requestHash)
    {
        var isSame = known.RequestHash is null || requestHash is null || known.RequestHash == requestHash;
        var over = known.State as ConnectOver;
        return new AcceptConnectResult(Replayed: true, isSame, known.CreatedAt, over is not null, over?.Reason);
    }

    private Task Happened(ConnectEvent happened) => Record is { } record
        ? Take(record, ConnectMachine.Step(TermsOf(record), record.State, happened), happened.At)
        : Task.CompletedTask; // never was, or its retention is over

    private protected override void CarryOut(ConnectEffect effect)
    {
        var record = Record!;
        switch (effect)
        {
            case DialLeg e:
                var isFirst = e.IsFirst;
                ToLeg(e.Leg, nameof(DialLeg), () => Record!.State.Leg(e.Leg).IsOpen, leg =>
                {
                    var order = new DialOrder(record.OrderOf(Id, e.Leg), isFirst);
                    isFirst = false;
                    return leg.Dial(order);
                });
                break;
            case ReleaseLeg e:
                ToLeg(e.Leg, nameof(ReleaseLeg), () => !Record!.State.Leg(e.Leg).Told, leg => leg.Release(record.OrderOf(Id, e.Leg), e.Cause));
                break;
            case JoinLeg e:
                ToLeg(e.Leg, nameof(JoinLeg), () => Record!.State is Connected, leg => leg.Join(
                    record.CallerId, record.Plan.MaxDuration, record.State.Leg(e.Leg).Waiter?.WaitId));
                break;
            case StartRingback:
                ToPlane(effect, () => Record!.State is Hunting, StartToPlay);
                break;
            case StopRingback:
                ToPlane(effect, () => true, () => Command(new StopPlay(record.CallerId, Ringback)));
                break;
            case AnswerCaller:
                ToCaller(nameof(AnswerCaller), () => Record!.State is AnsweringCaller, caller => caller.Answer());
                break;
            case BridgeCaller e:
                ToCaller(nameof(BridgeCaller), () => Record!.State is Bridging { AwaitsWaiter: false } or Connected, caller => caller.Bridge(
                    CallIds.Leg(Id, e.Leg), Record!.State.Leg(e.Leg).Waiter));
                break;
            case PartCaller e:
                ToCaller(nameof(PartCaller), () => Record!.State is Bridging { AwaitsWaiter: true } s && s.Leg(e.Leg).Waiter is not null, caller => caller.Part(
                    CallIds.Leg(Id, e.Leg), Record!.State.Leg(e.Leg).Waiter!));
                break;
            case FreeCaller:
                var over = (ConnectOver)record.State;
                var (bridgedWith, onNode) = BridgedWith(over);
                ToCaller(nameof(FreeCaller), () => true, caller => caller.ConnectOver(Id, over.Reason, bridgedWith, onNode));
                break;
        }
    }

    private string Ringback => $"{Id}_ringback";

    /// <summary>Only a winner out of a queue has had a waiter; a dialed one that was never connected has ended, and its bridge with it.</summary>
    private (string? CallId, string? NodeId) BridgedWith(ConnectOver over)
    {
        var waiter = over.Legs.FirstOrDefault(leg => leg.Waiter is not null)?.Waiter;
        if (waiter is not null)
            return (waiter.CallId, waiter.NodeId);
        return (over.Winner is { } winner ? CallIds.Leg(Id, winner) : null, null);
    }

    private void ToPlane(ConnectEffect effect, Func<bool> wanted, Func<Task> carryOut) =>
        Errands.Run(nameof(Services.Planes), effect.GetType().Name, wanted, carryOut);

    /// <summary>A caller who was brought up for this connect may be on his way to the plane yet: then this is tried again.</summary>
    private async Task StartToPlay()
    {
        var record = Record!;
        var result = await Command(new Play(record.CallerId, Ringback, record.Plan.Ringback, Repeat: true));
        if (result.Outcome == CommandOutcome.UnknownLeg)
            throw new InvalidOperationException($"{record.CallerId} is not known to its plane (yet).");
    }

    private async Task<CommandResult> Command(PlaneCommand command)
    {
        var result = await Services.Planes.Execute(Record!.NodeId, command);
        Services.Instruments.PlaneCommand(command, result);
        return result;
    }

    private void ToLeg(int number, string errand, Func<bool> wanted, Func<ICallGrain, Task> tell)
    {
        var id = CallIds.Leg(Id, number);
        Errands.Run(id, errand, wanted, () => tell(GrainFactory.Of<ICallGrain>(id)));
    }

    private void ToCaller(string errand, Func<bool> wanted, Func<ICallGrain, Task> tell) =>
        Errands.Run(Record!.CallerId, errand, wanted, () => tell(GrainFactory.Of<ICallGrain>(Record.CallerId)));

    private protected override void Measure(ConnectRecord record, IReadOnlyList<TimelineEvent> facts, DateTimeOffset at)
    {
        Count(record.State is not ConnectOver);
        Services.Instruments.Connect(Id, record, facts, at);
    }

    private protected override void TakenUp(ConnectRecord record) => Count(record.State is not ConnectOver);

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Count(isActive: false);
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <summary>A connect counts where it lives: with a silo that dies its share of the sum goes, and comes back where its connects do.</summary>
    private void Count(bool isActive)
    {
        if (_isCounted == isActive)
            return;
        _isCounted = isActive;
        Services.Instruments.ConnectActive(isActive ? 1 : -1);
    }

    private ConnectTerms TermsOf(ConnectRecord record) => _terms ??= ConnectTerms.Of(record.Plan);

    private static int NumberOf(string peerId) => int.Parse(peerId.AsSpan(peerId.LastIndexOf('_') + 1), CultureInfo.InvariantCulture);
}
