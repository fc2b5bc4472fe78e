using Orchestrator.Grains.Connects;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Swml.Plan;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Calls;

/// <summary>How a leg's record begins, and how lists show it.</summary>
internal static class CallRecords
{
    public static CallRecord OfCaller(StartConnect request, NewCaller caller, string nodeId, DateTimeOffset at) => new()
    {
        ProjectId = request.ProjectId,
        Terms = new LegTerms(IsCaller: true, default, ConfirmTimeout: null, LegTerms.CallerLimit(ConnectTerms.Of(request.Plan).Longest)),
        State = new Unborn(),
        From = caller.From,
        To = caller.To,
        CreatedAt = at,
        NodeId = nodeId,
        Caller = caller,
        ActiveConnect = request.ConnectId,
        ConnectDoubtfulSince = at,
        EndsWithConnect = true,
        HomeConnect = request.ConnectId,
        ActiveScript = request.Document is null ? null : CallIds.ScriptAfter(request.ConnectId),
    };

    /// <summary>Somebody who calls in, and whom a script serves.</summary>
    public static CallRecord OfIncoming(string id, string projectId, ScriptPlace script, string nodeId, IncomingCall call, DateTimeOffset at) => new()
    {
        ProjectId = projectId,
        Terms = new LegTerms(IsCaller: true, default, ConfirmTimeout: null, LegTerms.DefaultCallLimit),
        State = new Unborn(),
        From = call.From,
        To = call.To,
        CreatedAt = at,
        NodeId = nodeId,
        Incoming = call,
        ActiveScript = CallIds.Script(CallIds.SessionOf(id)),
        ToServe = new ScriptToServe(script),
    };

    /// <summary>A call that we begin, and that a script serves once it is answered.</summary>
    public static CallRecord OfPlaced(string id, PlaceOrder order, string nodeId, DateTimeOffset at) => new()
    {
        ProjectId = order.ProjectId,
        Terms = new LegTerms(IsCaller: true, order.Leg.Timeout, ConfirmTimeout: null, LegTerms.DefaultCallLimit),
        State = new Unborn(),
        From = order.From,
        To = order.Leg.To.Address,
        CreatedAt = at,
        NodeId = nodeId,
        Dialed = new DialedCall(order.Leg, order.SendDigits, order.RequestHash),
        ActiveScript = CallIds.Script(CallIds.SessionOf(id)),
        ToServe = new ScriptToServe(order.Script) { Envs = order.Envs, WaitsForAnswer = true, Trace = order.Trace },
    };

    /// <summary>A caller who was brought up to wait in a queue, answered.</summary>
    public static CallRecord OfWaiter(EnterQueue request, NewCaller caller, string nodeId, DateTimeOffset at) => new()
    {
        ProjectId = request.ProjectId,
        Terms = new LegTerms(IsCaller: true, default, ConfirmTimeout: null, LegTerms.CallerLimit(request.WaitTime + LegTerms.LongestBridge)),
        State = new Unborn(),
        From = caller.From,
        To = caller.To,
        CreatedAt = at,
        NodeId = nodeId,
        Caller = caller,
        ActiveConnect = request.WaitId,
        ConnectDoubtfulSince = at,
        EndsWithConnect = true,
    };

    public static CallRecord OfLeg(LegOrder order, DateTimeOffset at) => new()
    {
        ProjectId = order.ProjectId,
        Terms = new LegTerms(
            IsCaller: false, order.Leg.Timeout, order.Leg.Confirm is null ? null : order.Leg.ConfirmTimeout, LegTerms.DefaultCallLimit,
            FromQueue: order.Leg.To is QueueDestination),
        State = new Unborn(),
        From = order.From,
        To = order.Leg.To.Address,
        CreatedAt = at,
        NodeId = order.NodeId,
        Order = order,
    };

    public static ListRow RowOf(string id, CallRecord record)
    {
        var over = record.State as LegOver;
        return new ListRow(
            id,
            record.ProjectId,
            ListKind.Call,
            SnakeCase.Of(record.State.Public ?? CallState.Created),
            over is null ? null : SnakeCase.Of(over.Ending.Reason),
            record.From,
            record.To,
            record.CreatedAt,
            over?.At,
            over is null ? null : SnakeCase.Of(over.Ending.Fault));
    }
}
