using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>What receivers are sent, byte for byte; the session is written S, and what stands in every one of them ENVELOPE.</summary>
[Collection(EngineCollection.Name)]
public sealed class WebhookBodyTests(EngineHost host)
{
    [Fact]
    public async Task Connect_Connected_ThreeBodies()
    {
        var run = await new Scenario(host, "{'to':'+15550100050','status_url':'$box','max_duration':60}", hangUpAfter: 2000).Run();

        Assert.Equal(
            [
                """{"event_type":"calling.call.connect",ENVELOPE,"params":{"call_id":"call_S","node_id":"node-1","connect_state":"connecting"}}""",
                """{"event_type":"calling.call.connect",ENVELOPE,"params":{"call_id":"call_S","node_id":"node-1","connect_state":"connected","peer":{"call_id":"call_S_1_1","node_id":"node-1","device":{"type":"phone","params":{"from_number":"+15550001111","to_number":"+15550100050"}}}}}""",
                """{"event_type":"calling.call.connect",ENVELOPE,"params":{"call_id":"call_S","node_id":"node-1","connect_state":"disconnected"}}""",
            ],
            Bodies(run));
    }

    [Fact]
    public async Task Connect_Failed_ReasonIsTold()
    {
        var run = await new Scenario(host, "{'to':'+15550100486','status_url':'$box'}").Run();

        Assert.Equal(
            """{"event_type":"calling.call.connect",ENVELOPE,"params":{"call_id":"call_S","node_id":"node-1","connect_state":"failed","failed_reason":"busy"}}""",
            Bodies(run)[^1]);
    }

    [Fact]
    public async Task Leg_RingingAndEnded_DeviceAndReasonAreTold()
    {
        var run = await new Scenario(
            host, "{'to':'sip:b@sim;status=603','headers':[{'name':'X-A','value':'1'}],'call_state_url':'$box','call_state_events':['ringing','ended']}").Run();

        Assert.Equal(
            [
                """{"event_type":"calling.call.state",ENVELOPE,"params":{"call_id":"call_S_1_1","node_id":"node-1","call_state":"ringing","direction":"outbound","device":{"type":"sip","params":{"from":"+15550001111","to":"sip:b@sim;status=603","headers":[{"name":"X-A","value":"1"}]}},"end_reason":null}}""",
                """{"event_type":"calling.call.state",ENVELOPE,"params":{"call_id":"call_S_1_1","node_id":"node-1","call_state":"ended","direction":"outbound","device":{"type":"sip","params":{"from":"+15550001111","to":"sip:b@sim;status=603","headers":[{"name":"X-A","value":"1"}]}},"end_reason":"declined"}}""",
            ],
            Bodies(run));
    }

    private IReadOnlyList<string> Bodies(Scenario run) =>
    [
        .. host.Postbox.At(run.BoxPath).Select(letter => letter.Text
            .Replace(run.Session, "S", StringComparison.Ordinal)
            .Replace(EnvelopeOf(letter), "ENVELOPE", StringComparison.Ordinal)),
    ];

    private static string EnvelopeOf(Letter letter) =>
        $"\"event_channel\":\"swml:S\",\"timestamp\":{letter.Body["timestamp"]},\"project_id\":\"proj_1\",\"space_id\":\"default\"";
}
