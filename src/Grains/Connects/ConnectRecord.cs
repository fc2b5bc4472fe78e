using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Connects;

/// <summary>What is stored of a connect.</summary>
public sealed record ConnectRecord
{
    /// <summary>Raised when an older reader could misread the snapshot.</summary>
    public int Schema { get; init; } = 1;
    public required string ProjectId { get; init; }
    public required string CallerId { get; init; }
    public required string CallerFrom { get; init; }
    public required string CallerTo { get; init; }

    /// <summary>The node that carries the caller, and so every leg that is dialed for him: two legs of one node can be bridged.</summary>
    public required string NodeId { get; init; }
    public required ConnectPlan Plan { get; init; }
    public required ConnectState State { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Tells a repeated request from another one with the same idempotency key; null: there was no key.</summary>
    public string? RequestHash { get; init; }

    /// <summary>How many webhooks about it there have been.</summary>
    public long Webhooks { get; init; }

    /// <summary>W3C traceparent of the request that began it; null: it was not traced.</summary>
    public string? Trace { get; init; }

    /// <summary>The scope <c>envs</c> of callees' scripts, a JSON object; null: there is nothing in it.</summary>
    public string? Envs { get; init; }

    public static ConnectRecord Of(AcceptConnect request, DateTimeOffset at) => new()
    {
        ProjectId = request.ProjectId,
        CallerId = request.CallerId,
        CallerFrom = request.CallerFrom,
        CallerTo = request.CallerTo,
        NodeId = request.NodeId,
        Plan = request.Plan,
        State = new NotAccepted(Tracks(request.Plan)),
        CreatedAt = at,
        RequestHash = request.RequestHash,
        Trace = request.Trace,
        Envs = request.Envs,
    };

    public ListRow RowOf(string id) => new(
        id,
        ProjectId,
        ListKind.Connect,
        SnakeCase.Of(State.Status),
        State is ConnectOver { Reason: { } reason } ? SnakeCase.Of(reason) : null,
        CallerFrom,
        string.Join(ListRow.Comma, Plan.Groups.SelectMany(group => group.Legs).Select(leg => leg.To.Address)),
        CreatedAt,
        EndedAt,
        State is ConnectOver { Fault: { } fault } ? SnakeCase.Of(fault) : null,
        CallerTo);

    /// <param name="number">The leg's number in the plan, from 1.</param>
    public LegOrder OrderOf(string id, int number)
    {
        var leg = Plan.Groups.SelectMany(group => group.Legs).ElementAt(number - 1);
        return new LegOrder(
            ProjectId, id, CallerId, NodeId, number, State.Leg(number).Group, leg.From ?? CallerFrom, leg, Trace,
            leg.To is StreamDestination ? Plan.StatusUrl : null)
        {
            Envs = leg.Confirm is null ? null : Envs,
        };
    }

    private static ImmutableArray<LegTrack> Tracks(ConnectPlan plan) =>
    [
        .. plan.Groups.SelectMany((group, index) => group.Legs.Select(_ => index + 1))
            .Select((group, index) => new LegTrack(index + 1, group, LegStanding.Planned)),
    ];
}
