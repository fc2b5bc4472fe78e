using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Interfaces.Calls;

/// <summary>Everything a B leg needs to know of the connect that dials it.</summary>
/// <param name="NodeId">The node whose plane is to dial: the caller's.</param>
/// <param name="Number">The leg's place in the plan, from 1.</param>
/// <param name="Group">Its group, from 1.</param>
/// <param name="From">Caller id, already resolved to the caller's own where the plan has none.</param>
/// <param name="Trace">W3C traceparent of the request that began it all; null: it was not traced.</param>
/// <param name="StreamStatusUrl">Of a stream's leg: where its states are reported; null: nowhere.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.LegOrder")]
public sealed record LegOrder(
    string ProjectId,
    string ConnectId,
    string CallerId,
    string NodeId,
    int Number,
    int Group,
    string From,
    PlannedLeg Leg,
    string? Trace,
    CallbackUrl? StreamStatusUrl = null)
{
    /// <summary>Of a callee who is asked by a script: its scope <c>envs</c>, a JSON object; null: there is nothing in it.</summary>
    [Id(10)] public string? Envs { get; init; }
}
