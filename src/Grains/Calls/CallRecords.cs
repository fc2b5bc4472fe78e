using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Calls;

/// <summary>How a leg's record begins, and how lists show it.</summary>
internal static class CallRecords
{
    public static CallRecord OfCaller(StartConnect request, NewCaller caller, string nodeId, DateTimeOffset at) => new()
    {
        ProjectId = request.ProjectId,
        Terms = new LegTerms(IsCaller: true, default, ConfirmTimeout: null, LegTerms.CallerLimit(request.Plan.MaxDuration)),
        State = new Unborn(),
        From = caller.From,
        To = caller.To,
        CreatedAt = at,
        NodeId = nodeId,
        Caller = caller,
        ActiveConnect = request.ConnectId,
        ConnectDoubtfulSince = at,
        EndsWithConnect = true,
    };

    /// <summary>A caller who was brought up to wait in a queue, answered.</summary>
    public static CallRecord OfWaiter(EnterQueue request, NewCaller caller, string nodeId, DateTimeOffset at) => new()
    {
        ProjectId = request.ProjectId,
        Terms = new LegTerms(IsCaller: true, default, ConfirmTimeout: null, LegTerms.CallerLimit(request.WaitTime)),
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
