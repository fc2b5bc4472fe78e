using System.Collections.Concurrent;
using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Tests.Rtpengine;

/// <summary>The client against a real engine.</summary>
public class DaemonTests
{
    private const string Sdp = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\na=sendrecv\r\n";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Call_IsOfferedAnsweredAndDeleted(bool overHttp)
    {
        using var daemon = await Daemon.Start();
        await using var client = NewClient(daemon, overHttp);
        var offered = await client.Send("offer", Leg("offer", ("from-tag", "a")));
        var answered = await client.Send("answer", Leg("answer", ("from-tag", "a"), ("to-tag", "b")));

        Assert.True(offered.IsDone, offered.Error);
        Assert.True(answered.IsDone, answered.Error);
        Assert.Contains("m=audio ", offered.Sdp, StringComparison.Ordinal);
        Assert.DoesNotContain("m=audio 4000 ", offered.Sdp, StringComparison.Ordinal);
        Assert.Equal(1, await Calls(client));

        Assert.True((await client.Send("delete", new NgDictionary { ["call-id"] = "one", ["from-tag"] = "a" })).IsDone);
        Assert.Equal(0, await Calls(client));
    }

    [Fact]
    public async Task Call_ThatIsUnknown_IsRefusedByName()
    {
        using var daemon = await Daemon.Start();
        await using var client = NewClient(daemon, overHttp: false);
        var reply = await client.Send("query", new NgDictionary { ["call-id"] = "nobody" });

        Assert.Equal((NgOutcome.Refused, "Unknown call-id"), (reply.Outcome, reply.Error));
    }

    [Fact]
    public async Task Request_OfManyMegabytes_ComesThroughByHttp()
    {
        using var daemon = await Daemon.Start();
        await using var client = NewClient(daemon, overHttp: true);
        var reply = await client.Send("play media", new NgDictionary { ["call-id"] = "nobody", ["from-tag"] = "a", ["blob"] = new NgValue.Bytes(new byte[19_200_044]) });

        Assert.Equal((NgOutcome.Refused, "Unknown call-ID"), (reply.Outcome, reply.Error));
    }

    // Deleted twice, a call would be unknown the second time.
    [Fact]
    public async Task Request_RepeatedWithItsCookie_IsAnsweredAsTheFirstTime()
    {
        using var daemon = await Daemon.Start();
        var link = new StammeringLink(new UdpNgLink(daemon.Udp));
        await using var client = new NgClient(link, TimeProvider.System, Patient);
        await client.Send("offer", Leg("offer", ("from-tag", "a")));
        await Until("answering the offer twice", () => link.Received.Count == 2);
        link.Received.Clear();
        Assert.True((await client.Send("delete", new NgDictionary { ["call-id"] = "one", ["from-tag"] = "a" })).IsDone);
        await Until("answering the deletion twice", () => link.Received.Count == 2);

        Assert.All(link.Received, answer => Assert.Equal("ok", answer));
        Assert.NotNull((await client.Send("delete", new NgDictionary { ["call-id"] = "one", ["from-tag"] = "a" })).Items.Text("warning"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Engine_KilledAndStartedAgain_IsLostAndComesBack(bool overHttp)
    {
        using var daemon = await Daemon.Start();
        var lost = new TaskCompletionSource<IReadOnlyCollection<string>>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var pool = new EnginePool(
            [("one", new NgClient(Link(daemon, overHttp), TimeProvider.System, new NgTimes { Timeout = TimeSpan.FromSeconds(1) }))], TimeProvider.System,
            (_, calls) => lost.TrySetResult(calls), new EngineHealth { PingEvery = TimeSpan.FromMilliseconds(200), PingsMissed = 8 });
        await Until("alive", () => pool.Engines[0].IsAlive);
        Assert.NotNull(pool.Take("call"));

        daemon.Kill();
        Assert.Equal(["call"], await lost.Task.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Null(pool.Take("another"));
        await daemon.Restart();
        await Until("alive again", () => pool.Engines[0].IsAlive);
        Assert.NotNull(pool.Take("another"));
    }

    private static NgTimes Patient => new() { Timeout = TimeSpan.FromSeconds(60) };

    private static INgLink Link(Daemon daemon, bool overHttp) => overHttp ? new HttpNgLink(daemon.Http) : new UdpNgLink(daemon.Udp);

    private static NgClient NewClient(Daemon daemon, bool overHttp) => new(Link(daemon, overHttp), TimeProvider.System, Patient);

    private static NgDictionary Leg(string command, params (string Key, string Value)[] tags)
    {
        var items = new NgDictionary { ["call-id"] = "one", ["sdp"] = Sdp, ["ICE"] = "remove", ["flags"] = new[] { "port latching" }, ["command"] = command };
        foreach (var (key, value) in tags) items[key] = value;
        return items;
    }

    private static async Task<long> Calls(NgClient client) =>
        (await client.Send("list", new NgDictionary { ["limit"] = "10" })).Items["calls"] is NgValue.List list ? list.Items.Count : -1;

    private static async Task Until(string phase, Func<bool> reached)
    {
        for (var i = 0; i < 600 && !reached(); i++) await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        Assert.True(reached(), $"The engine is not {phase} after 60 s.");
    }

    /// <summary>Sends everything twice.</summary>
    private sealed class StammeringLink(INgLink link) : INgLink
    {
        public ConcurrentQueue<string?> Received { get; } = [];

        public int LongestFrame => link.LongestFrame;

        public void Start(Action<ReadOnlyMemory<byte>> received) => link.Start(frame =>
        {
            var items = NgFrame.Read(frame)?.Items;
            Received.Enqueue(items?.Text("warning") ?? items?.Text("result"));
            received(frame);
        });

        public void Send(ReadOnlyMemory<byte> frame)
        {
            link.Send(frame);
            link.Send(frame);
        }

        public ValueTask DisposeAsync() => link.DisposeAsync();
    }
}
