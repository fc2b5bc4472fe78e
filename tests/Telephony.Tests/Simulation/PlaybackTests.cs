using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Tests.Simulation;

public sealed class PlaybackTests
{
    private readonly Bench _bench = new();

    public PlaybackTests() => _bench.Caller("a1");

    [Theory]
    [InlineData("silence:2", 2000)]
    [InlineData("silence:0.5", 500)]
    [InlineData("ring:us", 6000)]
    [InlineData("ring:3:uk", 3000)]
    [InlineData("say:hello: you", 600)]
    [InlineData("https://example.com/a.wav", 5000)]
    [InlineData("http://example.com/a.wav", 5000)]
    [InlineData("silence:1 say:ab ring:1:us", 2120)]
    [InlineData("silence:0", 0)]
    public void Play_Playables_FinishesAfterAllOfThem(string playables, long expected)
    {
        var list = playables.StartsWith("say", StringComparison.Ordinal) ? [playables] : playables.Split(' ');
        Assert.Equal(CommandResult.Done, Play("p1", repeat: false, list));
        _bench.AdvanceTo(20_000);

        Assert.Equal([$"{expected} a1 #1 PlaybackFinished p1 completed"], _bench.Log);
    }

    [Theory]
    [InlineData("tone:440")]
    [InlineData("silence:long")]
    [InlineData("silence:-1")]
    [InlineData("ring:5:usa")]
    [InlineData("say:")]
    [InlineData("ftp://example.com/a.wav")]
    [InlineData("hello")]
    [InlineData()]
    public void Play_WhatCannotBePlayed_FinishesNotCompleted(params string[] playables)
    {
        Assert.Equal(CommandResult.Done, Play("p1", repeat: true, playables));
        Assert.StartsWith("0 a1 #1 PlaybackFinished p1 found n", Assert.Single(_bench.Log), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://sim/404", "the file's server answered 404")]
    [InlineData("http://sim/503?key=secret", "the file's server answered 503")]
    [InlineData("https://sim/prompt.wav", "completed")]
    [InlineData("https://example.com/404", "completed")]
    public void Play_AFileAtSim_IsTheStatusInItsPath(string url, string expected)
    {
        Play("p1", repeat: false, url);
        _bench.AdvanceTo(5000);

        Assert.EndsWith($"a1 #1 PlaybackFinished p1 {expected}", Assert.Single(_bench.Log), StringComparison.Ordinal);
    }

    [Fact]
    public void Play_Repeat_GoesOnUntilStopped()
    {
        Play("p1", repeat: true, "silence:1");
        _bench.AdvanceTo(10_000);
        Assert.Empty(_bench.Log);

        Assert.Equal(CommandResult.Done, _bench.Give(new StopPlay("a1", "p1")));
        Assert.Equal(CommandResult.Done, _bench.Give(new StopPlay("a1", "p1")));
        Assert.Equal(["10000 a1 #1 PlaybackFinished p1 stopped"], _bench.Log);
    }

    [Fact]
    public void Pause_HoldsThePlaybackWhereItIs_UntilItIsResumed()
    {
        Play("p1", repeat: false, "silence:2");
        _bench.AdvanceTo(500);
        Assert.Equal(CommandResult.Done, _bench.Give(new PausePlay("a1", "p1")));
        _bench.AdvanceTo(10_000);
        Assert.Equal(CommandResult.Done, _bench.Give(new PausePlay("a1", "p1")));
        Assert.True(_bench.Plane.IsHeld("a1"));
        Assert.Equal(CommandResult.Done, _bench.Give(new ResumePlay("a1", "p1")));
        Assert.Equal(CommandResult.Done, _bench.Give(new ResumePlay("a1", "p1")));
        _bench.AdvanceTo(20_000);

        Assert.Equal(["11500 a1 #1 PlaybackFinished p1 completed"], _bench.Log);
    }

    [Fact]
    public void Pause_OfWhatIsStopped_OrDoesNotPlay_DoesNothing()
    {
        Play("p1", repeat: true, "silence:1");
        _bench.Give(new PausePlay("a1", "p1"));
        _bench.Give(new StopPlay("a1", "p1"));
        Play("p2", repeat: false, "silence:1");
        Assert.Equal(CommandResult.Done, _bench.Give(new PausePlay("a1", "p1")));
        Assert.Equal(CommandResult.Done, _bench.Give(new SetPlayVolume("a1", "p1", 20)));
        _bench.Give(new SetPlayVolume("a1", "p2", -7.5));
        Assert.Equal((false, -7.5), (_bench.Plane.IsHeld("a1"), _bench.Plane.VolumeOf("a1")));
        _bench.AdvanceTo(5000);

        Assert.Equal(["0 a1 #1 PlaybackFinished p1 stopped", "1000 a1 #2 PlaybackFinished p2 completed"], _bench.Log);
    }

    [Fact]
    public void Play_SameIdAgain_PlaysOnce()
    {
        Play("p1", repeat: false, "silence:1");
        _bench.AdvanceTo(500);
        Play("p1", repeat: false, "silence:1");
        _bench.AdvanceTo(5000);
        Play("p1", repeat: false, "silence:1");
        _bench.AdvanceTo(10_000);

        Assert.Equal(["1000 a1 #1 PlaybackFinished p1 completed"], _bench.Log);
    }

    [Fact]
    public void Play_AnotherOne_TakesThePlaceOfTheFirst()
    {
        Play("p1", repeat: false, "silence:1");
        _bench.AdvanceTo(500);
        Play("p2", repeat: false, "silence:1");
        Assert.Equal(CommandResult.Done, _bench.Give(new StopPlay("a1", "p1")));
        _bench.AdvanceTo(5000);

        Assert.Equal(["500 a1 #1 PlaybackFinished p1 replaced", "1500 a1 #2 PlaybackFinished p2 completed"], _bench.Log);
    }

    [Fact]
    public void Play_LegEnds_IsOverWithoutAnEventOfItsOwn()
    {
        Play("p1", repeat: false, "silence:1");
        _bench.Give(new HangUp("a1", HangUpCause.Normal));
        _bench.AdvanceTo(5000);

        Assert.Equal(["0 a1 #1 Ended LocalHangUp"], _bench.Log);
        Assert.Equal(CommandOutcome.LegGone, Play("p2", repeat: false, "silence:1").Outcome);
        Assert.Equal(CommandResult.Done, _bench.Give(new StopPlay("a1", "p1")));
    }

    [Fact]
    public void Play_DialedLegNotAnswered_IsRefused()
    {
        _bench.Dial("b1", "sip:bob@sim");
        Assert.Equal(CommandOutcome.LegGone, _bench.Give(new Play("b1", "p1", ["silence:1"], false)).Outcome);
    }

    private CommandResult Play(string id, bool repeat, params string[] playables) => _bench.Give(new Play("a1", id, playables, repeat));
}
