using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;

namespace Orchestrator.Grains.Webhooks.Payloads;

internal sealed record Event<TParams>(
    string EventType,
    string EventChannel,
    decimal Timestamp,
    string ProjectId,
    string SpaceId,
    TParams Params);

internal sealed record CallStateParams(
    string CallId,
    string NodeId,
    CallState CallState,
    CallDirection Direction,
    Device Device,
    EndReason? EndReason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SegmentId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Tag);

internal sealed record ConnectParams(
    string CallId,
    string NodeId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SegmentId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Tag,
    ConnectStatus ConnectState,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] FailedReason? FailedReason,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] ConnectPeer? Peer);

internal sealed record ReferParams(
    string ControlId, string CallId, string NodeId, string State, string SipReferTo, int? SipReferResponseCode, int? SipNotifyResponseCode);

internal sealed record PlayParams(string ControlId, string CallId, string NodeId, string State);

internal sealed record CollectParams(string ControlId, string CallId, string NodeId, CollectResult Result);

internal sealed record CollectResult(
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] CollectedDigits? Params);

internal sealed record CollectedDigits(string Digits, string Terminator);

internal sealed record QueueParams(
    QueueStatus Status,
    string Id,
    string Name,
    int Position,
    int Size,
    int AvgTime,
    long EnqueueTs,
    long DequeueTs,
    long LeaveTs,
    string StatusUrl,
    string ControlId,
    string CallId,
    string NodeId);

internal sealed record StreamParams(
    string CallId,
    string NodeId,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? SegmentId,
    string ControlId,
    StreamState State,
    string Url,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Tag);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Event<CallStateParams>))]
[JsonSerializable(typeof(Event<ConnectParams>))]
[JsonSerializable(typeof(Event<PlayParams>))]
[JsonSerializable(typeof(Event<ReferParams>))]
[JsonSerializable(typeof(Event<CollectParams>))]
[JsonSerializable(typeof(Event<QueueParams>))]
[JsonSerializable(typeof(Event<StreamParams>))]
internal sealed partial class PayloadJson : JsonSerializerContext;
