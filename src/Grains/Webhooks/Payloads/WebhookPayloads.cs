using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Outbound;

namespace Orchestrator.Grains.Webhooks.Payloads;

/// <summary>Writes the bodies of webhooks: once, when the transition is made; these bytes are signed and sent at every attempt.</summary>
public static class WebhookPayloads
{
    public const string CallStateEvent = "calling.call.state";
    public const string ConnectEvent = "calling.call.connect";
    public const string PlayEvent = "calling.call.play";
    public const string ReferEvent = "calling.call.refer";
    public const string CollectEvent = "calling.call.collect";
    public const string QueueEvent = "calling.call.queue";
    public const string StreamEvent = "calling.call.stream";

    // A body is not a web page: "+1555…" and names in any script are written as they are.
    private static readonly PayloadJson Json =
        new(new JsonSerializerOptions(PayloadJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public static ReadOnlyMemory<byte> CallState(WebhookEnvelope envelope, CallStateFacts facts) =>
        Write(envelope, CallStateEvent, Json.EventCallStateParams, new CallStateParams(
            facts.CallId,
            facts.NodeId,
            facts.State,
            CallDirection.Outbound,
            facts.Device,
            facts.State == Interfaces.Calls.CallState.Ended ? facts.EndReason : null,
            facts.SegmentId,
            facts.Tag));

    public static ReadOnlyMemory<byte> ConnectState(WebhookEnvelope envelope, ConnectStateFacts facts) =>
        Write(envelope, ConnectEvent, Json.EventConnectParams, new ConnectParams(
            facts.CallId,
            facts.NodeId,
            facts.SegmentId,
            facts.Tag,
            facts.State,
            facts.State == ConnectStatus.Failed ? facts.FailedReason : null,
            facts.State == ConnectStatus.Connected ? facts.Peer : null));

    /// <param name="state">playing, finished or error.</param>
    public static ReadOnlyMemory<byte> Play(WebhookEnvelope envelope, ControlFacts facts, string state) =>
        Write(envelope, PlayEvent, Json.EventPlayParams, new PlayParams(facts.ControlId, facts.CallId, facts.NodeId, state));

    /// <param name="state">inProgress, success, busy, noAnswer, cancel or error.</param>
    public static ReadOnlyMemory<byte> Refer(WebhookEnvelope envelope, ControlFacts facts, string state, string to, int? status, int? targetStatus) =>
        Write(envelope, ReferEvent, Json.EventReferParams, new ReferParams(facts.ControlId, facts.CallId, facts.NodeId, state, to, status, targetStatus));

    /// <param name="result">digit, no_match, no_input or error; only with digit it is told which.</param>
    public static ReadOnlyMemory<byte> Collect(WebhookEnvelope envelope, ControlFacts facts, string result, string digits, string terminator) =>
        Write(envelope, CollectEvent, Json.EventCollectParams, new CollectParams(
            facts.ControlId, facts.CallId, facts.NodeId, new CollectResult(result, result == "digit" ? new CollectedDigits(digits, terminator) : null)));

    public static ReadOnlyMemory<byte> Queue(WebhookEnvelope envelope, QueueFacts facts) =>
        Write(envelope, QueueEvent, Json.EventQueueParams, new QueueParams(
            facts.Status,
            facts.Id,
            facts.Name,
            facts.Position,
            facts.Size,
            facts.AverageSeconds,
            Microseconds(facts.Enqueued),
            Microseconds(facts.Dequeued),
            Microseconds(facts.Left),
            UrlText.Of(facts.StatusUrl.Reveal()).Plain,
            facts.ControlId,
            facts.CallId,
            facts.NodeId));

    public static ReadOnlyMemory<byte> Stream(WebhookEnvelope envelope, StreamFacts facts) =>
        Write(envelope, StreamEvent, Json.EventStreamParams, new StreamParams(
            facts.CallId, facts.NodeId, facts.SegmentId, facts.ControlId, facts.State, facts.Url, facts.Name, facts.Tag));

    private static byte[] Write<TParams>(WebhookEnvelope envelope, string type, JsonTypeInfo<Event<TParams>> json, TParams parameters) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new(type, $"swml:{envelope.SessionId}", Seconds(envelope.At), envelope.ProjectId, envelope.SpaceId, parameters),
            json);

    /// <summary>Since the epoch; 0 where it does not apply.</summary>
    private static long Microseconds(DateTimeOffset? at) => at is { } instant ? (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond : 0;

    /// <summary>Always three decimals, so that a receiver never finds an integer where it declared a float.</summary>
    private static decimal Seconds(DateTimeOffset at) => at.ToUnixTimeMilliseconds() * 0.001m;
}
