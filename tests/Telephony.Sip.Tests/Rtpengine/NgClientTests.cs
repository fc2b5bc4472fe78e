using Microsoft.Extensions.Time.Testing;
using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Tests.Rtpengine;

public sealed class NgClientTests : IAsyncDisposable
{
    private static readonly NgDictionary Ok = new() { ["result"] = "ok", ["sdp"] = "v=0", ["duration"] = 1500 };
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLink _link = new();

    [Fact]
    public async Task Request_Unanswered_IsRepeatedWithItsCookie_AndGivenUp()
    {
        await using var client = new NgClient(_link, _time);
        var reply = client.Send("offer", new NgDictionary());
        for (var i = 0; i < 2100; i++) _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(NgOutcome.NoAnswer, (await reply).Outcome);
        // After 0, 100, 300, 700 and 1500 ms; at 2 s it is given up.
        Assert.Equal(5, _link.Sent.Count);
        Assert.Single(_link.Sent.Select(sent => sent.Cookie).Distinct());
    }

    [Fact]
    public async Task Request_AnsweredLate_IsDone_AndNotRepeatedAnyMore()
    {
        await using var client = new NgClient(_link, _time);
        var reply = client.Send("play media", new NgDictionary());
        _time.Advance(TimeSpan.FromMilliseconds(150));
        _link.Receive(_link.Sent[0].Cookie, Ok);
        _link.Receive(_link.Sent[0].Cookie, Ok);
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal((NgOutcome.Done, "v=0", TimeSpan.FromSeconds(1.5)), ((await reply).Outcome, (await reply).Sdp, (await reply).Duration));
        Assert.Equal(2, _link.Sent.Count);
    }

    [Fact]
    public async Task Refusal_TellsItsReason()
    {
        _link.Answer = _ => new NgDictionary { ["result"] = "error", ["error-reason"] = "Unknown call-id" };
        await using var client = new NgClient(_link, _time);
        var reply = await client.Send("answer", new NgDictionary());

        Assert.Equal((NgOutcome.Refused, "Unknown call-id"), (reply.Outcome, reply.Error));
    }

    [Fact]
    public async Task Request_TooLongForItsLink_IsRefused_AndNotSent()
    {
        _link.LongestFrame = 100;
        await using var client = new NgClient(_link, _time);
        var reply = await client.Send("play media", new NgDictionary { ["blob"] = new string('x', 100) });

        Assert.Equal(NgOutcome.Refused, reply.Outcome);
        Assert.Contains("HTTP", reply.Error, StringComparison.Ordinal);
        Assert.Empty(_link.Sent);
    }

    [Fact]
    public async Task Answers_ToNobodyAndGarbage_AreDropped()
    {
        await using var client = new NgClient(_link, _time);
        var reply = client.Ping();
        _link.Receive("another", Ok);
        Assert.False(reply.IsCompleted);
        _link.Receive(_link.Sent[0].Cookie, new NgDictionary { ["result"] = "pong" });

        Assert.True((await reply).IsDone);
    }

    [Fact]
    public async Task Client_ThatIsDisposed_LeavesNobodyWaiting()
    {
        var client = new NgClient(_link, _time);
        var reply = client.Ping();
        await client.DisposeAsync();

        Assert.Equal(NgOutcome.NoAnswer, (await reply).Outcome);
    }

    public ValueTask DisposeAsync() => _link.DisposeAsync();
}
