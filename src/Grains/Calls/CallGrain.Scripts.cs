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
        var isNew = Record is null;
        if (await Find(call.To, call.ProjectId) is not { } target || target.ProjectId != call.ProjectId)
            return isNew ? SimulateOutcome.NoSuchAddress : SimulateOutcome.Accepted;
        if (isNew)
        {
            var caller = new IncomingCall { From = call.From, To = call.To };
            var record = CallRecords.OfIncoming(Id, call.ProjectId, await Services.Planes.Choose(CallIds.SessionOf(Id)), caller, Now);
            await Offer(record with { Caller = new NewCaller(call.From, call.To, Answered: false, call.HangUpAfter) });
        }

        await Serve(target.Script);
        // The plane is told last: nothing can be reported about the caller before there is a script to report to.
        if (isNew)
            CarryOut(new PlaceCall());
        return SimulateOutcome.Accepted;
    }

    public async Task<DateTimeOffset> Place(PlaceOrder order)
    {
        var isNew = Record is null;
        if (isNew)
        {
            var record = CallRecords.OfPlaced(Id, order, await Services.Planes.Choose(CallIds.SessionOf(Id)), Now);
            var step = LegMachine.Step(record.Terms, record.State, new DialOrdered(Now));
            await Take(
                record, step with { Effects = [] }, Now, alarmRang: false,
                new CallPlaced(order.ProjectId, order.From, order.Leg.To.Address, (int)order.Leg.Timeout.TotalSeconds));
        }

        await ScriptOf(Record!.ActiveScript!).Begin(
            ScriptOrders.Serving(Id, Record, order.Script, Services.SpaceId) with { Envs = order.Envs, WaitsForAnswer = true, Trace = order.Trace });
        if (isNew)
            CarryOut(new PlaceCall());
        return Record.CreatedAt;
    }

    public Task AnswerFor(TimeSpan maxDuration, IReadOnlyList<string> codecs)
    {
        _codecs = codecs;
        return Happened(new AnswerOrdered(Now, maxDuration));
    }

    public Task HangUp(EndReason reason, ReleaseCause cause) => Happened(new HangUpOrdered(Now, reason, cause));

    public Task ScriptOver(string scriptId)
    {
        if (Record is not { } record || record.ActiveScript != scriptId)
            return Task.CompletedTask;
        return record.EndsWithConnect
            ? Happened(new ReleaseOrdered(Now, ReleaseCause.ConnectOver))
            : Take(record with { ActiveScript = null }, Step<LegState, LegEffect>.To(record.State).Decide(), Now);
    }

    /// <summary>Somebody calls in by himself. A plane repeats it until it is taken, and when it is asked where the leg stands.</summary>
    private async Task Arrive(Arrived e)
    {
        if (Record is { State: LegOver })
            return;
        var target = await Find(e.Call.To, e.Call.ProjectId ?? Services.InboundProject);
        if (target is null && Record is null)
        {
            await Services.Planes.Execute(e.NodeId, new HangUp(Id, HangUpCause.NotFound));
            await Services.Planes.Execute(e.NodeId, new Release(Id));
        }

        if (target is null)
            return;
        if (Record is null)
            await Offer(CallRecords.OfIncoming(Id, target.ProjectId, e.NodeId, e.Call, Now));
        await Serve(target.Script);
    }

    private Task Offer(CallRecord record)
    {
        var step = LegMachine.Step(record.Terms, record.State, new CallerStarted(Now, Answered: false));
        return Take(record, step with { Effects = [] }, Now, alarmRang: false, new CallerArrived(
            record.ProjectId, record.From, record.To, Answered: false, Services.Nodes.Own));
    }

    private Task Serve(ScriptPlace script) =>
        ScriptOf(Record!.ActiveScript!).Begin(ScriptOrders.Serving(Id, Record, script, Services.SpaceId));

    private Task<AddressTarget?> Find(string called, string? projectId) => AddressKeys.OfCalled(called, projectId) is { } key
        ? GrainFactory.GetGrain<IAddressGrain>(key).Find()
        : Task.FromResult<AddressTarget?>(null);

    /// <summary>A plane repeats an event that the script has not taken.</summary>
    private Task TellScript(PlaneEvent planeEvent) => planeEvent switch
    {
        Answered when Record is { State: Up or Bridged, ActiveScript: { } script } => TellAnswered(script),
        DigitPressed e when Listening is { } script => ScriptOf(script).DigitPressed(e.Sequence, e.Digit),
        PlaybackFinished e when CallIds.IsControl(e.PlaybackId) => ControlOf(e.PlaybackId).PlaybackFinished(e.Completed),
        PlaybackFinished e when ControlIds.Read(e.PlaybackId) is { } control => ScriptOf(control.ScriptId).PlaybackFinished(control.Wish, e.Completed),
        Telephony.Port.ReferEnded e when ControlIds.Read(e.ReferId) is { } control => ScriptOf(control.ScriptId).ReferEnded(control.Wish, e.Status, e.TargetStatus),
        _ => Task.CompletedTask,
    };

    private async Task TellAnswered(string script)
    {
        if (Record!.Dialed?.SendDigits is { } digits)
            await Command(new Telephony.Port.SendDigits(Id, digits, "dial"));
        if (!await ScriptOf(script).CallAnswered())
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

    private IScriptGrain ScriptOf(string scriptId) => GrainFactory.GetGrain<IScriptGrain>(scriptId);
}
