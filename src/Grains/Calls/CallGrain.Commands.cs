using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Scripts;

namespace Orchestrator.Grains.Calls;

/// <summary>What the API may have done with a call that is up.</summary>
internal sealed partial class CallGrain
{
    public async Task<CallCommandOutcome> End(string projectId, EndReason reason, CallStage stage)
    {
        if (Refusal(projectId) is { } refusal)
            return refusal;
        if (stage != CallStage.Any && stage != StageOf(Record!.State))
            return CallCommandOutcome.WrongStage;
        await Happened(new HangUpOrdered(Now, reason, ReleaseCause.ApiRequest));
        return CallCommandOutcome.Done;
    }

    public async Task<CallCommandOutcome> Transfer(string projectId, string request, ScriptPlace place)
    {
        if (Refusal(projectId) is { } refusal)
            return refusal;
        var record = Record!;
        if (record.Order is not null)
            return CallCommandOutcome.NotACaller;
        if (StageOf(record.State) != CallStage.Answered)
            return CallCommandOutcome.WrongStage;
        if (record.ActiveScript is { } script && await ScriptOf(script).Redirect(request, place))
            return CallCommandOutcome.Done;

        // Nothing runs on it but, perhaps, a connect of the API.
        var serving = CallIds.Script(CallIds.SessionOf(Id));
        await Take(record with { ActiveScript = serving, ToServe = new ScriptToServe(place) }, Step<LegState, LegEffect>.To(record.State).Decide(), Now);
        await Serve();
        if (record.ActiveConnect is { } connect)
            await EndOperation(connect, projectId);
        return CallCommandOutcome.Done;
    }

    public async Task<CallCommandOutcome> Disconnect(string projectId)
    {
        if (Refusal(projectId) is { } refusal)
            return refusal;
        if ((Record!.Order?.ConnectId ?? Record.ActiveConnect) is not { } connect)
            return CallCommandOutcome.NotConnected;
        await EndOperation(connect, projectId);
        return CallCommandOutcome.Done;
    }

    private CallCommandOutcome? Refusal(string projectId) =>
        Record is not { } record || record.ProjectId != projectId ? CallCommandOutcome.NotFound
        : record.State is LegOver ? CallCommandOutcome.Ended
        : null;

    private static CallStage StageOf(LegState state) =>
        state is Offered or Dialing or Ringing ? CallStage.NotAnswered : CallStage.Answered;
}
