using System.Text;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Webhooks.Payloads;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Tests.Webhooks;

public sealed class WebhookPayloadsTests
{
    private static readonly WebhookEnvelope Envelope =
        new("0a1b", DateTimeOffset.FromUnixTimeMilliseconds(1614265330120), "proj_1", "default");

    private static readonly Device Phone = Device.Of(new PhoneDestination("+15550002"), "+15550001", []);

    [Fact]
    public void CallState_Ringing_IsWrittenWithNullEndReason() => Equal(
        """
        {"event_type":"calling.call.state","event_channel":"swml:0a1b","timestamp":1614265330.120,
        "project_id":"proj_1","space_id":"default",
        "params":{"call_id":"call_1","node_id":"node_a","call_state":"ringing","direction":"outbound",
        "device":{"type":"phone","params":{"from_number":"+15550001","to_number":"+15550002"}},"end_reason":null}}
        """,
        WebhookPayloads.CallState(Envelope, new("call_1", "node_a", CallState.Ringing, Phone, EndReason.Busy)));

    [Fact]
    public void CallState_EndedSipLegWithEverything_IsWrittenWhole() => Equal(
        """
        {"event_type":"calling.call.state","event_channel":"swml:0a1b","timestamp":1614265330.120,
        "project_id":"proj_1","space_id":"default",
        "params":{"call_id":"call_1","node_id":"node_a","call_state":"ended","direction":"outbound",
        "device":{"type":"sip","params":{"from":"sip:a@h","to":"sip:b@h;transport=tcp","headers":[{"name":"X-A","value":"<1> & 'ü'"}]}},
        "end_reason":"no_answer","segment_id":"seg","tag":"tag"}}
        """,
        WebhookPayloads.CallState(Envelope, new(
            "call_1",
            "node_a",
            CallState.Ended,
            Device.Of(new SipDestination("sip:b@h;transport=tcp"), "sip:a@h", [new("X-A", "<1> & 'ü'")]),
            EndReason.NoAnswer,
            "seg",
            "tag")));

    [Fact]
    public void ConnectState_Connecting_HasNeitherReasonNorPeer() => Equal(
        """
        {"event_type":"calling.call.connect","event_channel":"swml:0a1b","timestamp":1614265330.120,
        "project_id":"proj_1","space_id":"default",
        "params":{"call_id":"call_a","node_id":"node_a","connect_state":"connecting"}}
        """,
        WebhookPayloads.ConnectState(Envelope, new(
            "call_a", "node_a", ConnectStatus.Connecting, FailedReason.Busy, new("call_b", "node_b", Phone))));

    [Fact]
    public void ConnectState_Connected_HasThePeer() => Equal(
        """
        {"event_type":"calling.call.connect","event_channel":"swml:0a1b","timestamp":1614265330.120,
        "project_id":"proj_1","space_id":"default",
        "params":{"call_id":"call_a","node_id":"node_a","segment_id":"seg","tag":"tag","connect_state":"connected",
        "peer":{"call_id":"call_b","node_id":"node_b","device":{"type":"queue","params":{"from":"+15550001","to":"queue:sales"}},
        "tag":"peer","queue_id":"q_1","queue_name":"sales"}}}
        """,
        WebhookPayloads.ConnectState(Envelope, new(
            "call_a",
            "node_a",
            ConnectStatus.Connected,
            Peer: new("call_b", "node_b", Device.Of(new QueueDestination("sales"), "+15550001", []), "peer", "q_1", "sales"),
            SegmentId: "seg",
            Tag: "tag")));

    [Fact]
    public void ConnectState_Failed_HasTheReason() => Equal(
        """
        {"event_type":"calling.call.connect","event_channel":"swml:0a1b","timestamp":1614265330.120,
        "project_id":"proj_1","space_id":"default",
        "params":{"call_id":"call_a","node_id":"node_a","connect_state":"failed","failed_reason":"no_answer"}}
        """,
        WebhookPayloads.ConnectState(Envelope, new("call_a", "node_a", ConnectStatus.Failed, FailedReason.NoAnswer)));

    [Fact]
    public void Timestamp_WholeSecond_IsStillAFloat() => Assert.Contains(
        "\"timestamp\":1614265330.000,",
        Text(WebhookPayloads.CallState(
            Envelope with { At = DateTimeOffset.FromUnixTimeSeconds(1614265330) }, new("c", "n", CallState.Created, Phone))));

    private static void Equal(string expected, ReadOnlyMemory<byte> body) =>
        Assert.Equal(expected.ReplaceLineEndings(""), Text(body));

    private static string Text(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);
}
