using Orchestrator.Sip.Messages.Values;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>A leg to a Resource whose script answers: the call that comes in for it, on the same plane.</summary>
public sealed class ResourceTests : IAsyncDisposable
{
    private readonly RecordingMedia _media = new();
    private Bench _bench;

    public ResourceTests() => _bench = new Bench(media: _media);

    [Fact]
    public void Resource_IsCalledAsAnybodyElse()
    {
        var call = Dial("b1", target => target with { FromName = "Alice", Headers = [new("X-Case", "7")] });

        Assert.Equal(("+15550001111", "/public/menu", "dev", "Alice"), (call.Call.From, call.Call.To, call.Call.ProjectId, call.Call.FromName));
        Assert.Equal([KeyValuePair.Create("X-Case", "7")], call.Call.Headers);
        Assert.Equal((1, "node-1"), (call.Sequence, call.NodeId));
        Assert.Equal("b1 #1 Progress", Assert.Single(_bench.Log, line => line.StartsWith("b1", StringComparison.Ordinal)));
    }

    [Fact]
    public void Answer_OfTheCallThatCameIn_IsTheAnswerOfTheLeg()
    {
        var call = Dial("b1");
        Assert.True(_bench.Give(new Answer(call.LegId)).IsDone);

        Assert.Equal(["b1 #1 Progress", "b1 #2 Answered"], Of("b1"));
        Assert.Equal([$"{call.LegId} #1 Arrived", $"{call.LegId} #2 Answered"], Of(call.LegId));
        Assert.Empty(_bench.Network.Packets);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void HangUp_OnOneSide_EndsTheOther(bool theLeg)
    {
        var call = Dial("b1");
        _bench.Give(new Answer(call.LegId));
        var (one, other) = theLeg ? ("b1", call.LegId) : (call.LegId, "b1");
        _bench.Give(new HangUp(one, HangUpCause.Normal));

        Assert.Equal($"{one} #3 Ended LocalHangUp", Of(one)[^1]);
        Assert.Equal($"{other} #3 Ended RemoteHangUp", Of(other)[^1]);
        NothingIsUp("b1", call.LegId);
    }

    [Theory]
    [InlineData(HangUpCause.Busy, 486)]
    [InlineData(HangUpCause.Declined, 603)]
    [InlineData(HangUpCause.Normal, 480)]
    [InlineData(HangUpCause.NotFound, 404)]
    public void HangUp_BeforeTheAnswer_RefusesTheLeg(HangUpCause cause, int status)
    {
        var call = Dial("b1");
        _bench.Give(new HangUp(call.LegId, cause));

        Assert.Equal($"b1 #2 Ended Rejected {status}", Of("b1")[^1]);
        Assert.Equal($"{call.LegId} #2 Ended LocalHangUp", Of(call.LegId)[^1]);
        NothingIsUp("b1", call.LegId);
    }

    [Fact]
    public void Cancel_IsAHangUpToTheCallThatCameIn()
    {
        var call = Dial("b1");
        _bench.Give(new Cancel("b1", CancelCause.CompletedElsewhere));

        Assert.Equal("b1 #2 Ended CancelConfirmed 487", Of("b1")[^1]);
        Assert.Equal($"{call.LegId} #2 Ended RemoteHangUp", Of(call.LegId)[^1]);
        Assert.Equal(CommandOutcome.LegGone, _bench.Give(new Answer(call.LegId)).Outcome);
        NothingIsUp("b1", call.LegId);
    }

    [Fact]
    public void Cancel_BeforeTheAnswerWasTaken_HasCrossedIt()
    {
        var call = Dial("b1");
        _bench.Before = planeEvent => planeEvent is Answered ? throw new InvalidOperationException("not taken") : ValueTask.CompletedTask;
        _bench.Give(new Answer(call.LegId));
        _bench.Before = _ => ValueTask.CompletedTask;
        _bench.Give(new Cancel("b1", CancelCause.CallerGone));
        _bench.Run(1);

        Assert.Equal("b1 #3 Ended AnswerCrossedCancel", Of("b1")[^1]);
        Assert.Equal($"{call.LegId} #3 Ended RemoteHangUp", Of(call.LegId)[^1]);
        _bench.Expected = _bench.Plane.Faults;
    }

    [Fact]
    public void Dial_Again_RepeatsTheEvents_AndCallsNobodyTwice()
    {
        var call = Dial("b1");
        Dial("b1");

        Assert.Single(_bench.Events.OfType<Arrived>());
        Assert.Equal(["b1 #1 Progress", "b1 #1 Progress"], Of("b1"));
        _bench.Give(new Release("b1"));
        Assert.Equal($"{call.LegId} #2 Ended RemoteHangUp", Of(call.LegId)[^1]);
    }

    [Fact]
    public void Caller_HearsItRing_AndWhatItsScriptPlaysBeforeTheAnswer()
    {
        var phone = _bench.Phone();
        phone.Call(SipUri.Parse("sip:support@10.0.0.1:5060"));
        _bench.Run(0.1);
        var caller = _bench.Events.OfType<Arrived>().Single().LegId;
        var call = Dial("b1", target => target with { CallerLegId = caller });
        _bench.Run(0.1);
        Assert.Equal(["180"], phone.Told);
        _bench.Give(new Play(call.LegId, "p1", ["ring:us"], Repeat: true));
        _bench.Run(0.1);

        Assert.Equal(["180", "183"], phone.Told);
        Assert.Equal(["+b1"], _media.Heard);
        Assert.Equal(["b1 #1 Progress", "b1 #2 EarlyMedia"], Of("b1"));
    }

    [Fact]
    public void Resources_ThatConnectToOneAnother_EndAfterTheEighth()
    {
        var caller = Dial("b1").LegId;
        for (var depth = 2; depth <= 8; depth++)
        {
            var of = caller;
            caller = Dial($"b{depth}", target => target with { CallerLegId = of }).LegId;
        }

        _bench.Dial("b9", "/public/menu", target => target with { ResourceOf = "dev", CallerLegId = caller });
        var ended = Assert.Single(_bench.Events.OfType<Ended>());
        Assert.Equal(("b9", EndKind.NoRoute, "Resources connect to one another without end"), (ended.LegId, ended.Cause.Kind, ended.Cause.Detail));
    }

    [Fact]
    public void Resources_ThatConnectToMany_EndAtTheHundredth_UntilOneIsOver()
    {
        var first = Dial("b1").LegId;
        for (var number = 2; number <= 100; number++) Dial($"b{number}", target => target with { CallerLegId = first });
        _bench.Dial("b101", "/public/menu", target => target with { ResourceOf = "dev", CallerLegId = first });
        Assert.Equal("b101 #1 Ended NoRoute", _bench.Log[^1]);

        _bench.Give(new HangUp("b50", HangUpCause.Normal));
        Dial("b102", target => target with { CallerLegId = first });
        Assert.Equal("b102 #1 Progress", Of("b102").Single());
    }

    [Fact]
    public async Task Project_WithoutRoom_CallsNoResource()
    {
        await _bench.DisposeAsync();
        _bench = new Bench(settings => settings.ProjectMaxCalls = 1, _media);
        Dial("b1", target => target with { ProjectId = "dev" });
        _bench.Dial("b2", "/public/menu", target => target with { ResourceOf = "dev", ProjectId = "dev" });

        Assert.Equal("b2 #1 Ended NoRoute", _bench.Log[^1]);
    }

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    private Arrived Dial(string legId, Func<DialTarget, DialTarget>? change = null)
    {
        Assert.True(_bench.Dial(legId, "/public/menu", target => (change?.Invoke(target) ?? target) with { ResourceOf = "dev" }).IsDone);
        return _bench.Events.OfType<Arrived>().Last();
    }

    private List<string> Of(string legId) => [.. _bench.Log.Where(line => line.StartsWith($"{legId} ", StringComparison.Ordinal))];

    private void NothingIsUp(params string[] legs)
    {
        Assert.Equal(0, _bench.Plane.LegsUp);
        foreach (var leg in legs) _bench.Give(new Release(leg));
        Assert.Equal(0, _bench.Plane.ActiveLegs);
    }
}
