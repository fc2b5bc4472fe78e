namespace Orchestrator.Telephony.Sip.Tests.Phones;

/// <summary>Two phones, each on a node of its own: two services, two engines, one Redis.</summary>
public class ClusterPhonesTests(PhoneCluster cluster) : IClassFixture<PhoneCluster>
{
    private const int FirstTone = 400;
    private const int SecondTone = 700;
    private const int MusicTone = 1000;
    private const string Bye = """{\"sections\":{\"main\":[\"hangup\"]}}""";

    [Theory]
    [InlineData(";audio_codecs=PCMU", ";audio_codecs=PCMU", true)]
    [InlineData("", ";audio_codecs=PCMA;mediaenc=srtp-mand", false)]
    public async Task WaiterAtOneNode_AndAgentAtTheOther_HearEachOther(string waiters, string agents, bool waiterHangsUp)
    {
        using var music = new AudioServer(Tone.Wave(MusicTone, 20));
        var queue = $"q{Guid.NewGuid():n}";
        await cluster.One.Service.Put($"public/enter-{queue}", Script($$"""{ "enter_queue": { "queue_name": "{{queue}}", "wait_url": "{{music.Url}}", "transfer_after_bridge": "{{Bye}}" } }"""));
        await cluster.One.Service.Put($"public/take-{queue}", Script($$"""{ "connect": { "to": "queue:{{queue}}", "transfer_after_bridge": "{{Bye}}" } }"""));
        await using var waiter = await Baresip.Start("waiter", FirstTone, waiters);
        await using var agent = await Baresip.Start("agent", SecondTone, agents);

        await waiter.Dial($"sip:enter-{queue}@127.0.0.1:{cluster.One.Service.Port}");
        await waiter.Hears("music", MusicTone);
        await agent.Dial($"sip:take-{queue}@127.0.0.1:{cluster.Two.Service.Port}");
        await waiter.Hears("the agent", SecondTone);
        await agent.Hears("the waiter", FirstTone);
        Assert.Equal((1, 1), (await cluster.One.Calls(), await cluster.Two.Calls()));

        await (waiterHangsUp ? waiter : agent).HangUp();
        await (waiterHangsUp ? agent : waiter).Happens("CALL_CLOSED");
        await cluster.NothingLeft();
    }

    [Fact]
    public async Task PhoneRegisteredAtOneNode_AndCallerAtTheOther_HearEachOther()
    {
        var name = $"s{Guid.NewGuid():n}";
        await cluster.One.Service.Put($"private/{name}", """{"subscriber": {"password": "secret"}}""");
        await cluster.One.Service.Put($"public/call-{name}", Script($$"""{ "connect": { "to": "/private/{{name}}", "answer_on_bridge": true } }, "hangup" """));
        await using var caller = await Baresip.Start("caller", FirstTone, ";audio_codecs=PCMU");
        await using var callee = await Baresip.Start(name, SecondTone, ";audio_codecs=opus", registrar: cluster.One.Service.TcpPort);
        await callee.HasRegistered();

        await caller.Dial($"sip:call-{name}@127.0.0.1:{cluster.Two.Service.Port}");
        await callee.Happens("CALL_INCOMING");
        await callee.Accept();
        await caller.Hears("the callee", SecondTone);
        await callee.Hears("the caller", FirstTone);
        Assert.Equal((0, 1), (await cluster.One.Calls(), await cluster.Two.Calls()));

        await caller.HangUp();
        await callee.Happens("CALL_CLOSED");
        await cluster.NothingLeft();
    }

    private static string Script(string steps) => $$"""{ "swml": { "sections": { "main": [ {{steps}} ] } } }""";
}
