using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Scripts;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Calls;

/// <summary>The leg and the script on it: how one begins, and what the script is told.</summary>
internal sealed partial class CallGrain
{
    private const string TheScript = "script";

    private IReadOnlyList<string> _codecs = [];
    private bool _scriptKnowsTheEnd;

    public async Task<SimulateOutcome> Simulate(SimulatedCall call)
    {
        if (Record is not null)
            return SimulateOutcome.Accepted;
        if (await Find(call.To, call.ProjectId) is not { } target || target.ProjectId != call.ProjectId)
            return SimulateOutcome.NoSuchAddress;
        var caller = new IncomingCall { From = call.From, To = call.To };
        var record = CallRecords.OfIncoming(Id, call.ProjectId, target.Script, await Services.Planes.Choose(CallIds.SessionOf(Id)), caller, Now);
        await Offer(record with { Caller = new NewCaller(call.From, call.To, Answered: false, call.HangUpAfter) });
        return SimulateOutcome.Accepted;
    }

    public async Task<PlaceOutcome> Place(PlaceOrder order)
    {
        if (Record is { } known)
            return known.Dialed?.RequestHash == order.RequestHash ? PlaceOutcome.Replayed : PlaceOutcome.KeyReused;
        var record = CallRecords.OfPlaced(Id, order, await Services.Planes.Choose(CallIds.SessionOf(Id)), Now);
        await Take(
            record, LegMachine.Step(record.Terms, record.State, new DialOrdered(Now)), Now, alarmRang: false,
            new CallPlaced(order.ProjectId, order.From, order.Leg.To.Address, (int)order.Leg.Timeout.TotalSeconds, Services.Nodes.Own));
        return PlaceOutcome.Placed;
    }

    public Task AnswerFor(TimeSpan? maxDuration, IReadOnlyList<string> codecs)
    {
        _codecs = codecs;
        if (Record is not { State: Offered } record)
            return Happened(new AnswerOrdered(Now));
        var answer = new AnswerOrdered(Now, maxDuration ?? record.Terms.CallLimit);
        return Take(record with { IsLimited = maxDuration is not null }, LegMachine.Step(record.Terms, record.State, answer), answer.At);
    }

    public Task HangUp(EndReason reason, ReleaseCause cause) => Happened(new HangUpOrdered(Now, reason, cause));

    public Task ScriptOver(string scriptId, bool gaveWay)
    {
        if (Record is not { } record || record.ActiveScript != scriptId)
            return Task.CompletedTask;
        if (record.EndsWithConnect && !gaveWay)
            return Happened(new ReleaseOrdered(Now, ReleaseCause.ConnectOver));
        // The connect for which it gave way has not been written down, and is not known: whoever asked for it may ask again.
        var free = record with { ActiveScript = null, ConnectDoubtfulSince = record.EndsWithConnect ? Now : record.ConnectDoubtfulSince };
        return Take(free, Step<LegState, LegEffect>.To(record.State).Decide(), Now);
    }

    /// <summary>Somebody calls in by himself. A plane repeats it until it is taken, and when it is asked where the leg stands.</summary>
    private async Task Arrive(Arrived e)
    {
        if (Record is { State: LegOver })
            return;
        if (Record is null)
        {
            if (await Find(e.Call.To, e.Call.ProjectId ?? Services.InboundProject) is not { } target)
            {
                await Services.Planes.Execute(e.NodeId, new HangUp(Id, HangUpCause.NotFound));
                await Services.Planes.Execute(e.NodeId, new Release(Id));
                return;
            }

            await Offer(CallRecords.OfIncoming(Id, target.ProjectId, target.Script, e.NodeId, e.Call, Now));
        }

        await Serve();
    }

    /// <summary>A caller whom the simulator brings up is placed; one who calls by himself is there.</summary>
    private Task Offer(CallRecord record)
    {
        var step = LegMachine.Step(record.Terms, record.State, new CallerStarted(Now, Answered: false));
        return Take(record, record.Caller is null ? step with { Effects = [] } : step, Now, alarmRang: false, new CallerArrived(
            record.ProjectId, record.From, record.To, Answered: false, Services.Nodes.Own));
    }

    /// <summary>What is to run on the call is handed over to its script: from then on that one keeps it.</summary>
    private async Task Serve()
    {
        if (Record is not { ToServe: { } order, ActiveScript: { } script } record)
            return;
        await ScriptOf(script).Begin(ScriptOrders.Serving(Id, record, order.Place, Services.SpaceId) with
        {
            Envs = order.Envs,
            WaitsForAnswer = order.WaitsForAnswer,
            Trace = order.Trace,
            Name = CallIds.NameOfScript(script),
            Request = order.Request,
        });
        if (order.Leaves is { } operation)
            await EndOperation(operation, record.ProjectId);
        if (Record!.ToServe == order)
            Note(Record with { ToServe = null });
        if (Record!.State is LegOver)
            await ScriptOf(script).CallEnded(); // it may have been told so before it was there
    }

    private Task<AddressTarget?> Find(string called, string? projectId) => AddressKeys.OfCalled(called, projectId) is { } key
        ? GrainFactory.Of<IAddressGrain>(key).Find()
        : Task.FromResult<AddressTarget?>(null);

    /// <summary>A plane repeats an event that the script has not taken.</summary>
    private Task TellScript(PlaneEvent planeEvent) => planeEvent switch
    {
        Answered when Record is { State: Up or Bridged, ActiveScript: { } script } => TellAnswered(script),
        DigitPressed e when Listening is { } script => ScriptOf(script).DigitPressed(e.Sequence, e.Digit),
        PlaybackFinished { Replaced: true } e when CallIds.IsControl(e.PlaybackId) => ControlOf(e.PlaybackId).Displaced(),
        PlaybackFinished e when CallIds.IsControl(e.PlaybackId) => ControlOf(e.PlaybackId).PlaybackFinished(e.Completed, e.Problem),
        PlaybackFinished e when ControlIds.Read(e.PlaybackId) is { } control =>
            ScriptOf(control.ScriptId).PlaybackFinished(control.Wish, e.Completed, e.Replaced ? "another playback took its place" : e.Problem),
        Telephony.Port.ReferEnded e when CallIds.IsControl(e.ReferId) => ControlOf(e.ReferId).ReferEnded(e.Status, e.TargetStatus),
        Telephony.Port.ReferEnded e when ControlIds.Read(e.ReferId) is { } control => ScriptOf(control.ScriptId).ReferEnded(control.Wish, e.Status, e.TargetStatus),
        _ => Task.CompletedTask,
    };

    /// <summary>Ringback, and what is played in a queue: no script and no order of the API waits for its end.</summary>
    private static bool IsMusic(string playbackId) => !CallIds.IsControl(playbackId) && ControlIds.Read(playbackId) is null;

    /// <summary>A plane repeats it to an owner that was restarted.</summary>
    private Task FailedMusic(string playbackId, string problem)
    {
        if (Record is not { } record || record.FailedMusic == playbackId)
            return Task.CompletedTask;
        var step = LegMachine.Step(record.Terms, record.State, new MusicFailed(Now, problem));
        return Take(record with { FailedMusic = playbackId }, step, Now);
    }

    private async Task TellAnswered(string script)
    {
        if (Record!.Dialed?.SendDigits is { } digits)
            await Command(new Telephony.Port.SendDigits(Id, digits, "dial"));
        // What is to follow a connect of the API may be on its way yet; if it is lost, the call is free again.
        if (!await ScriptOf(script).CallAnswered() && Record!.ConnectDoubtfulSince is null)
            await Happened(new HangUpOrdered(Now, EndReason.Error, ReleaseCause.EngineError)); // it was never written down what is to run
    }

    private void TellScriptTheEnd()
    {
        if ((Record!.ActiveScript ?? (Record.Terms.ConfirmTimeout is null ? null : CallIds.Confirm(Id))) is not { } script)
            return;
        Errands.Run(TheScript, nameof(TellScriptTheEnd), () => !_scriptKnowsTheEnd, async () =>
        {
            await ScriptOf(script).CallEnded();
            _scriptKnowsTheEnd = true;
        });
    }

    /// <summary>The script that hears what is pressed; null: nobody does.</summary>
    private string? Listening => Record switch
    {
        { ActiveScript: { } script } => script,
        { State: Confirming } => CallIds.Confirm(Id),
        _ => null,
    };

    /// <summary>The script's present owner says so: one that was lost, and replaced since, may still run and ask.</summary>
    private async Task<bool> IsWanted(string byScript, string operationId) =>
        Record!.ActiveScript == byScript && await ScriptOf(byScript).Wants(operationId);

    /// <summary>What serves the call ends for a connect of the API, without hanging up.</summary>
    private async Task<bool> ScriptGivesWay()
    {
        await Serve();
        return Record!.ActiveScript is not { } script || await ScriptOf(script).GiveWay();
    }

    private IScriptGrain ScriptOf(string scriptId) => GrainFactory.Of<IScriptGrain>(scriptId);
}
