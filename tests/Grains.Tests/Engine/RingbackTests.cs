using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>What the caller hears while legs are dialed.</summary>
[Collection(EngineCollection.Name)]
public sealed class RingbackTests(EngineHost host)
{
    [Fact]
    public async Task Ringback_WhileLegsAreDialed_PlaysOverAndOverUntilTheBridge()
    {
        var run = new Scenario(host, "{'serial':[{'to':'sip:a@sim;status=486'},{'to':'sip:b@sim;answer=30000;talk=1000'}],'ringback':['ring:us','silence:1']}");
        await run.Start();
        await run.At(20_000);
        Assert.NotNull(host.Plane.PlaybackOf(run.CallId));
        await run.Until<ConnectBridged>();
        await host.Quiet("bridged");
        Assert.Null(host.Plane.PlaybackOf(run.CallId));
        await run.ToEnd();

        var play = Assert.Single(Commands<Play>(run).DistinctBy(play => play.PlaybackId));
        Assert.Equal((run.CallId, true), (play.LegId, play.Repeat));
        Assert.Equal(["ring:us", "silence:1"], play.Playables);
        Assert.True(IndexOf<StopPlay>(run) < IndexOf<Bridge>(run), "the bridge was made before the ringback was stopped");
    }

    [Fact]
    public async Task Ringback_NobodyAnswers_StopsAtTheEnd()
    {
        var run = await new Scenario(host, "{'to':'sip:a@sim;answer=off','timeout':5,'ringback':['ring:us']}").Run();

        Assert.Single(Commands<StopPlay>(run));
    }

    [Fact]
    public async Task Ringback_ThatCannotBeHad_SaysWhy_Once()
    {
        var run = new Scenario(host, "{'to':'sip:a@sim;answer=20000;talk=100','ringback':['https://sim/404?key=secret']}");
        await run.Start();
        await run.At(1000);
        host.Traffic.Deactivate(run.Session);
        await host.Traffic.Gone(run.Session);
        await run.ToEnd();

        var failed = Assert.Single((await run.Timeline()).Select(entry => entry.Event).OfType<PlaybackFailed>());
        Assert.Equal(("Nothing is heard of what was to be played meanwhile: the file's server answered 404.", true), (failed.Sentence, failed.IsAbnormal));
    }

    [Fact]
    public async Task Ringback_CallerNotAnsweredYet_IsPlayedAsEarlyMedia()
    {
        var run = new Scenario(host, "{'to':'sip:a@sim;answer=5000;talk=100','answer_on_bridge':true,'ringback':['ring:us']}", answered: false);
        await run.Start();
        await run.At(1000);

        Assert.NotNull(host.Plane.PlaybackOf(run.CallId));
        await run.ToEnd();
    }

    [Fact]
    public async Task Ringback_ConnectTakenUpAnew_IsNotBegunAgainAndStops()
    {
        var run = new Scenario(host, "{'to':'sip:a@sim;answer=20000;talk=100','ringback':['ring:us']}");
        await run.Start();
        await run.At(1000);
        host.Traffic.Deactivate(run.Session);
        await host.Traffic.Gone(run.Session);
        await run.ToEnd();

        Assert.Single(Commands<Play>(run).Select(play => play.PlaybackId).Distinct());
        Assert.NotEmpty(Commands<StopPlay>(run));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NoRingback_TheOneLegThatRings_IsHeard_AndNoneWhileSeveralRing(bool answered)
    {
        var run = new Scenario(host, """
            {'serial_parallel':[
              [{'to':'sip:a@sim;early=300;answer=off','timeout':5}],
              [{'to':'sip:b@sim;early=100;answer=off','timeout':5},{'to':'sip:c@sim;early=200;answer=7000;talk=1000','timeout':20}]],'answer_on_bridge':true}
            """, answered);
        await run.Start();
        await run.At(200);
        Assert.Null(Heard(run));
        await run.At(1000);
        Assert.Equal(CallIds.Leg(run.ConnectId, 1), Heard(run));
        await run.At(6000);
        Assert.Null(Heard(run));
        await run.At(10_500);
        Assert.Equal(CallIds.Leg(run.ConnectId, 3), Heard(run));
        await run.Until<ConnectBridged>();
        Assert.Null(Heard(run));
        await run.ToEnd();

        Assert.Equal(answered ? 0 : 1, Commands<Answer>(run).Count);
        Assert.Equal(3, (await run.Timeline()).Count(entry => entry.Event is LegEarlyMedia));
    }

    [Fact]
    public async Task Ringback_IsHeardInPlaceOfTheLegThatRings()
    {
        var run = new Scenario(host, "{'to':'sip:a@sim;early=300;answer=5000;talk=100','ringback':['ring:us']}");
        await run.Start();
        await run.At(1000);
        Assert.Null(Heard(run));
        Assert.NotNull(host.Plane.PlaybackOf(run.CallId));
        await run.ToEnd();
    }

    [Fact]
    public async Task NoRingback_NothingIsPlayed()
    {
        var run = await new Scenario(host, "{'to':'sip:a@sim;answer=500;talk=100'}").Run();

        Assert.Empty(Commands<Play>(run));
    }

    private string? Heard(Scenario run) => host.Plane.EarlyMediaTo(run.CallId);

    private List<TCommand> Commands<TCommand>(Scenario run)
        where TCommand : PlaneCommand => [.. host.Journal(run.Session).OfType<CommandReceived>().Select(line => line.Command).OfType<TCommand>()];

    private int IndexOf<TCommand>(Scenario run)
        where TCommand : PlaneCommand => host.Journal(run.Session).ToList().FindIndex(line => line is CommandReceived { Command: TCommand });
}
