using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Swml.Methods;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Scripts;

/// <summary>What a script wishes for, carried out: by its call, by the plane, by the workshop.</summary>
internal sealed partial class ScriptGrain
{
    private const string ThePlane = "plane";
    private const string TheCall = "call";

    private ICallGrain Call => GrainFactory.Of<ICallGrain>(Record!.CallId);

    private protected override void CarryOut(ScriptEffect effect)
    {
        switch (effect)
        {
            case Evaluate e:
                Elsewhere(e, async record => new Evaluated(Now, e.Id, await workshop.Evaluate(e.Expressions, record.State.Memory.Scopes)));
                break;
            case GoOn e:
                Elsewhere(e, _ => Task.FromResult<ScriptEvent>(new Proceeded(Now, e.Id)));
                break;
            case FetchDocument e:
                Elsewhere(e, record => workshop.Fetch(e, record));
                break;
            case SendRequest e:
                Elsewhere(e, _ => workshop.Request(e));
                break;
            case JoinQueue e:
                ToCall(nameof(JoinQueue), () => Waits(e), call => Enter(call, e));
                break;
            case StartPlay e:
                ToPlane(e, () => Play(e.Id, e.Play));
                break;
            case CollectDigits e:
                ToPlane(e, () => Play(e.Id, e.Play));
                break;
            case SendDigits e:
                ToPlane(e, () => Send(e));
                break;
            case ReferCall e:
                ToPlane(e, () => Refer(e));
                break;
            case StopPlay e:
                Errands.Run(ThePlane, nameof(StopPlay), () => true, () => Execute(new Telephony.Port.StopPlay(Record!.CallId, ControlIds.Of(Id, e.Id))));
                break;
            case AnswerCall e:
                ToCall(nameof(AnswerCall), () => Waits(e), call => call.AnswerFor(e.MaxDuration, [.. e.Codecs]));
                break;
            case StartConnect e:
                ToCall(nameof(StartConnect), () => Waits(e), call => Connect(call, e));
                break;
            case HangUpCall e when Record!.State.Memory.Kind is not ScriptKind.Confirm:
                ToCall(nameof(HangUpCall), () => true, call => call.HangUp(HangupReasons.Of(e.Reason), ReleaseCause.ScriptHungUp));
                break;
            case ReportOver when Record!.State is ScriptOver { Outcome: var outcome, Memory.Kind: ScriptKind.Confirm }:
                ToCall(nameof(ReportOver), () => true, call => call.ConfirmEnded(outcome.Passes, outcome.Refusal));
                break;
            case ReportOver:
                ToCall(nameof(ReportOver), () => true, call => call.ScriptOver(Id, Record!.State is ScriptOver { Outcome: ScriptGaveWay }));
                break;
            case Forget e:
                Errands.Run(ThePlane, nameof(Forget), () => true, () => Leave(e.Id));
                break;
            case Rest or HangUpCall:
                break;
        }
    }

    /// <summary>What comes of it is taken in a turn of its own, by the mailbox.</summary>
    private void Elsewhere(ScriptEffect wish, Func<ScriptRecord, Task<ScriptEvent>> work) =>
        Errands.Run($"wish {wish.Id}", wish.GetType().Name, () => Waits(wish), async () => await Came(await work(Record!)));

    private void ToPlane(ScriptEffect wish, Func<Task> tell) => Errands.Run(ThePlane, wish.GetType().Name, () => Waits(wish), tell);

    private void ToCall(string errand, Func<bool> wanted, Func<ICallGrain, Task> tell) => Errands.Run(TheCall, errand, wanted, () => tell(Call));

    private bool Waits(ScriptEffect wish) => Record!.State is WaitingScript waiting && waiting.Effect.Id == wish.Id;

    private Task Came(ScriptEvent happened)
    {
        _came.Enqueue(happened);
        return GrainFactory.Of<IScriptGrain>(Id).Collect();
    }

    private async Task<CommandResult> Execute(PlaneCommand command)
    {
        var result = await Services.Planes.Execute(Record!.NodeId, command);
        Services.Instruments.PlaneCommand(command, result);
        return result;
    }

    /// <summary>A leg that is gone says so itself, by its end.</summary>
    private async Task Play(long wish, PlayList list)
    {
        var result = list.Urls.IsEmpty ? CommandResult.Done : await Execute(new Play(Record!.CallId, ControlIds.Of(Id, wish), [.. list.Urls], Repeat: false)
        {
            Volume = list.Volume,
            Voice = list.Voice,
            Language = list.Language,
            Gender = list.Gender,
        });
        if (list.Urls.IsEmpty || result.Outcome is CommandOutcome.NotSupported)
            await Came(new PlayEnded(Now, wish, result.IsDone, result.Detail));
    }

    private async Task Send(SendDigits wish)
    {
        var result = await Execute(new Telephony.Port.SendDigits(Record!.CallId, wish.Digits, ControlIds.Of(Id, wish.Id)));
        if (result.Outcome is CommandOutcome.Done or CommandOutcome.NotSupported)
            await Came(new DigitsSent(Now, wish.Id, result.IsDone));
    }

    private async Task Refer(ReferCall wish)
    {
        var credentials = wish.Refer.Credentials;
        var result = await Execute(new Refer(Record!.CallId, ControlIds.Of(Id, wish.Id), wish.Refer.ToUri) { Username = credentials?.Username, Password = credentials?.Password });
        if (result.Outcome is CommandOutcome.NotSupported)
            await Came(new ReferEnded(Now, wish.Id, null, null));
    }

    private async Task Connect(ICallGrain call, StartConnect wish)
    {
        var (record, envs) = (Record!, Record!.State.Memory.Envs);
        var started = await call.StartConnect(new(record.ProjectId, record.ConnectIdOf(wish.Id), RequestHash: null, wish.Plan, Caller: null, record.Trace)
        {
            ByScript = Id,
            Envs = envs.EnumerateObject().Any() ? envs.GetRawText() : null,
        });
        switch (started.Outcome)
        {
            case StartConnectOutcome.CallBusy:
                // The script was replaced, and the connect that it was in has not ended yet.
                await EndLeft();
                throw new InvalidOperationException("The call is in another connect; it is asked again.");
            case StartConnectOutcome.CallNotFound:
                await Came(new ConnectEnded(Now, wish.Id, FailedReason.Error));
                break;
        }
    }

    /// <summary>What was wished for, whatever it was, is not wanted any more: it plays, or it connects, or it does no harm.</summary>
    private async Task Leave(long wish)
    {
        await Execute(new Telephony.Port.StopPlay(Record!.CallId, ControlIds.Of(Id, wish)));
        if (!Record.Left.Contains(wish))
            return;
        await EndOperation(wish);
        Note(Record with { Left = Record.Left.Remove(wish) });
    }

    private async Task Enter(ICallGrain call, JoinQueue wish)
    {
        var (queue, record) = (wish.Queue, Record!);
        switch (await call.EnterQueue(new EnterQueue(
            record.ProjectId, record.WaitIdOf(wish.Id), queue.QueueName, ControlIds.Of(Id, wish.Id), queue.StatusUrl, queue.WaitUrl, queue.WaitTime)
        { ByScript = Id }))
        {
            case EnterQueueOutcome.CallBusy:
                await EndLeft();
                throw new InvalidOperationException("Something else runs on the call; it is asked again.");
            case EnterQueueOutcome.CallNotFound or EnterQueueOutcome.CallNotUp:
                await Came(new QueueLeft(Now, wish.Id, SnakeCase.Of(QueueResult.Failed), TimeSpan.Zero));
                break;
        }
    }

    private async Task EndLeft()
    {
        foreach (var left in Record!.Left)
            await EndOperation(left);
    }

    /// <summary>The connect or the wait: whichever it is, the other one is not there.</summary>
    private async Task EndOperation(long wish)
    {
        await GrainFactory.Of<IConnectGrain>(Record!.ConnectIdOf(wish)).Cancel(Record.ProjectId);
        await GrainFactory.Of<IWaitGrain>(Record.WaitIdOf(wish)).Leave();
    }
}
