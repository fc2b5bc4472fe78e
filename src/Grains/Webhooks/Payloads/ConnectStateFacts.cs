using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Connects;

namespace Orchestrator.Grains.Webhooks.Payloads;

/// <summary>What <c>calling.call.connect</c> tells of a connect operation.</summary>
/// <param name="CallId">The caller's leg.</param>
/// <param name="FailedReason">Told only with <c>failed</c>.</param>
/// <param name="Peer">The leg that won; told only with <c>connected</c>.</param>
/// <param name="SegmentId">Left out when null.</param>
/// <param name="Tag">Left out when null.</param>
public sealed record ConnectStateFacts(
    string CallId,
    string NodeId,
    ConnectStatus State,
    FailedReason? FailedReason = null,
    ConnectPeer? Peer = null,
    string? SegmentId = null,
    string? Tag = null);

/// <summary>The other side of a bridge. What is null is left out.</summary>
/// <param name="QueueId">The queue from which the peer was taken.</param>
public sealed record ConnectPeer(
    string CallId,
    string NodeId,
    Device Device,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Tag = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? QueueId = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? QueueName = null);
