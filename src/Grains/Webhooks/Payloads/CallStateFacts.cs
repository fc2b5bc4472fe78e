using Orchestrator.Grains.Interfaces.Calls;

namespace Orchestrator.Grains.Webhooks.Payloads;

/// <summary>What <c>calling.call.state</c> tells of a leg that a connect has dialed.</summary>
/// <param name="NodeId">The silo that runs the leg.</param>
/// <param name="EndReason">Told only once the leg has ended.</param>
/// <param name="SegmentId">Left out when null.</param>
/// <param name="Tag">Left out when null.</param>
public sealed record CallStateFacts(
    string CallId,
    string NodeId,
    CallState State,
    Device Device,
    EndReason? EndReason = null,
    string? SegmentId = null,
    string? Tag = null);
