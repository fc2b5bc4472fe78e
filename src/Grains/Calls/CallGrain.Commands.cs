using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Calls;

/// <summary>What the API may have done with a call that is up.</summary>
internal sealed partial class CallGrain
{
    private bool _mayHaveMissedAnswer;

    /// <summary>What was ended last at the API's wish. An answer that is lost is asked for again within seconds: it need not be stored.</summary>
    private (string Request, string Operation)? _disconnected;

    public async Task<CallCommandOutcome> End(string projectId, EndReason reason, CallStage stage)
    {
        if (Refusal(projectId) is { } refusal)
            return refusal;
        if (stage != CallStage.Any && stage != await Stage())
            return CallCommandOutcome.WrongStage;
        await Happened(new HangUpOrdered(Now, reason, ReleaseCause.ApiRequest));
        return CallCommandOutcome.Done;
    }

    public async Task<CallCommandOutcome> Transfer(string projectId, string request, ScriptPlace place)
    {
        if (Refusal(projectId) is { } refusal)
            return refusal;
        if (Record!.Order is not null)
            return CallCommandOutcome.NotACaller;
        if (await Stage() != CallStage.Answered)
            return CallCommandOutcome.WrongStage;
        await Serve();
        var record = Record!;
        if (record.ActiveScript is { } script && await ScriptOf(script).Redirect(request, place))
            return CallCommandOutcome.Done;

        // Nothing runs on it but, perhaps, a connect of the API.
        var order = new ScriptToServe(place) { Request = request, Leaves = record.ActiveConnect };
        await Take(
            Record! with
            {
                ActiveScript = CallIds.ScriptBy(CallIds.SessionOf(Id), request),
                ToServe = order,
                ConnectDoubtfulSince = record.ActiveConnect is null ? null : record.ConnectDoubtfulSince,
            },
            Step<LegState, LegEffect>.To(record.State).Do(new BeginNoted()).Decide(), Now);
        Errands.Run(TheScript, nameof(Serve), () => Record!.ToServe is not null, Serve);
        await Serve();
        return CallCommandOutcome.Done;
    }

    public async Task<CallCommandOutcome> Disconnect(string projectId, string request)
    {
        if (Refusal(projectId) is { } refusal)
            return refusal;
        if (_disconnected?.Request == request)
        {
            await EndOperation(_disconnected.Value.Operation, projectId);
            return CallCommandOutcome.Done;
        }

        if ((Record!.Order?.ConnectId ?? Record.ActiveConnect) is not { } connect)
            return CallCommandOutcome.NotConnected;
        _disconnected = (request, connect);
        await EndOperation(connect, projectId);
        return CallCommandOutcome.Done;
    }

    private CallCommandOutcome? Refusal(string projectId) =>
        Record is not { } record || record.ProjectId != projectId ? CallCommandOutcome.NotFound
        : record.State is LegOver ? CallCommandOutcome.Ended
        : null;

    /// <summary>Where the call stands. That a caller was answered is not written down by itself: an owner that took him up asks the plane.</summary>
    private async Task<CallStage> Stage()
    {
        if (_mayHaveMissedAnswer && Record!.State is Offered && (await Command(new Recall(Id))).IsAnswered)
            await Happened(new FarEndAnswered(Now));
        _mayHaveMissedAnswer = false;
        return Record!.State is Offered or Dialing or Ringing ? CallStage.NotAnswered : CallStage.Answered;
    }
}
