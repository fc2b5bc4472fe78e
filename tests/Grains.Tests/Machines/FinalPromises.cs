using Orchestrator.Grains.Calls;
using Orchestrator.Grains.Connects;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>What holds of every world once nothing is left to happen in it.</summary>
internal static class FinalPromises
{
    public static void Check(Scenario scenario, World world)
    {
        try
        {
            OperationEndsOnce(world);
            for (var number = 1; number <= scenario.Legs.Length; number++)
                LegEndsOnce(scenario.Legs[number - 1], number, world);
            CallerEndsOnce(scenario, world);
            NobodyIsLeftOnTheWire(world);
            FailedReasonIsTheBest(world);
            LosersAreCancelled(world);
        }
        catch (Exception broken) when (broken is not BrokenPromiseException)
        {
            throw new BrokenPromiseException($"{broken.Message}\n{scenario}{world.Trace}");
        }
    }

    /// <summary>Where nothing is slow: what is decided is done at that moment.</summary>
    public static void NoLegSurvives(World world)
    {
        var won = world.ConnectOwner.Facts.OfType<LegWon>().SingleOrDefault()?.Leg;
        foreach (var track in ((ConnectOver)world.ConnectOwner.State).Legs.Where(leg => leg.Standing != LegStanding.Planned))
        {
            var leg = (LegOver)world.LegOwners[World.NameOf(track.Number)].State;
            Assert.True(leg.At <= world.OverAt, $"B{track.Number} survives its operation\n{world.Trace}");
            Assert.True(track.Told, $"B{track.Number} was never heard of again\n{world.Trace}");
            // One that ended by itself at that very moment was over before it heard.
            if (track.Released is not null && track.Released == leg.Cause && track.Number != won)
                Assert.True(leg.Ending.Reason == EndReason.Cancel, $"B{track.Number} was not cancelled\n{world.Trace}");
        }
    }

    /// <summary>Where nobody crashes.</summary>
    public static void CallerLeavesEveryBridge(World world)
    {
        var caller = world.LegOwners[World.Caller];
        if (((LegOver)caller.State).At > world.OverAt)
            Assert.Equal(caller.Facts.Count(fact => fact is LegJoined), caller.Facts.Count(fact => fact is LegParted));
    }

    private static void OperationEndsOnce(World world)
    {
        var facts = world.ConnectOwner.Facts.Where(fact => fact is not LateAnswerRefused).ToList();
        Assert.IsType<ConnectOver>(world.ConnectOwner.Committed);
        Assert.IsType<ConnectAccepted>(facts[0]);
        var ends = facts.Where(fact => fact is ConnectFailed or ConnectDisconnected).ToList();
        Assert.Single(ends);
        Assert.Same(ends[0], facts[^1]);
        Assert.InRange(facts.Count(fact => fact is LegWon), 0, 1);
        var bridged = facts.FindIndex(fact => fact is ConnectBridged);
        Assert.Equal(bridged, facts.FindLastIndex(fact => fact is ConnectBridged));
        Assert.Equal(ends[0] is ConnectDisconnected, bridged >= 0);
        if (bridged >= 0)
            Assert.Equal(((ConnectBridged)facts[bridged]).Leg, Assert.IsType<LegWon>(facts[bridged - 1]).Leg);
        var groups = facts.OfType<GroupStarted>().Select(fact => fact.Group).ToList();
        Assert.Equal(Enumerable.Range(1, groups.Count), groups);
    }

    private static void LegEndsOnce(LegScript script, int number, World world)
    {
        var owner = world.LegOwners[World.NameOf(number)];
        var wire = world.Plane.Leg(World.NameOf(number));
        if (owner.Committed is Unborn)
        {
            Assert.False(wire.IsKnown, $"B{number} is on the wire and was never born");
            Assert.Empty(owner.Facts);
            return;
        }

        var over = Assert.IsType<LegOver>(owner.State);
        Assert.True(over.Dead, $"B{number} is over and not known to be dead");
        OrderOfFacts(owner.Facts);
        var answered = owner.Facts.Any(fact => fact is LegAnswered);
        Assert.True(!answered || wire.RaisedAnswer, $"B{number} is reported answered and never was");
        Assert.Equal(answered, over.WasAnswered);
        if (over.Ending == new LegEnding(EndReason.NoAnswer, Fault.Callee, null, "nobody answered in time"))
            Assert.True(over.At - DateTimeOffset.UnixEpoch >= script.Terms.RingTimeout, $"B{number}'s ring timer rang too early");
    }

    private static void CallerEndsOnce(Scenario scenario, World world)
    {
        var owner = world.LegOwners[World.Caller];
        var over = Assert.IsType<LegOver>(owner.State);
        Assert.True(over.Dead, "the caller is over and not known to be dead");
        OrderOfFacts(owner.Facts);
        if (scenario.CallerHangsUpAt is null)
            Assert.Equal(ReleaseCause.MaxDuration, over.Cause);
    }

    /// <summary>It ends once, it is answered once at most and never after its end, and after the end only its death is told.</summary>
    private static void OrderOfFacts(IReadOnlyList<TimelineEvent> told)
    {
        var facts = told.ToList();
        var end = facts.FindIndex(fact => fact is LegEnded);
        Assert.True(end >= 0, "it has no end");
        Assert.All(facts.Skip(end + 1), fact => Assert.IsType<LegDead>(fact));
        Assert.InRange(facts.Count - end - 1, 0, 1);
        Assert.InRange(facts.Count(fact => fact is LegAnswered), 0, 1);
        Assert.InRange(facts.Count(fact => fact is LegRang), 0, 1);
        Assert.InRange(facts.Count(fact => fact is LegReleased), 0, 1);
        var answered = facts.FindIndex(fact => fact is LegAnswered);
        Assert.True(facts.FindIndex(fact => fact is LegRang) <= answered || answered < 0, "it rang after its answer");
        Assert.True(facts.FindIndex(fact => fact is LegConfirmed) is var confirmed && (confirmed < 0 || confirmed > answered));
    }

    private static void NobodyIsLeftOnTheWire(World world)
    {
        foreach (var leg in world.Plane.Legs)
        {
            Assert.True(!leg.IsKnown || leg.IsOver, $"{leg.Name} is up and nobody knows");
            Assert.Null(leg.Peer);
        }
    }

    /// <summary>declined > busy > no_answer > error, over the legs tried; a callee who answered and did not stay has not answered.</summary>
    private static void FailedReasonIsTheBest(World world)
    {
        var facts = world.ConnectOwner.Facts;
        if (facts.OfType<ConnectFailed>().SingleOrDefault() is not { Detail: null } failed)
            return;
        var ends = world.LegOwners.Where(leg => leg.Key != World.Caller)
            .SelectMany(leg => leg.Value.Facts.OfType<LegEnded>()).Select(end => end.Reason).ToHashSet();
        EndReason[] unanswered = [EndReason.NoAnswer, EndReason.Hangup, EndReason.Cancel];
        var expected = ends.Contains(EndReason.Declined) ? FailedReason.Declined
            : ends.Contains(EndReason.Busy) ? FailedReason.Busy
            : ends.Overlaps(unanswered) ? FailedReason.NoAnswer
            : FailedReason.Error;
        var backstop = ((ConnectOver)world.ConnectOwner.Committed).Legs.Any(leg => leg.Released is not null);
        if (!backstop)
            Assert.Equal(expected, failed.Reason);
    }

    private static void LosersAreCancelled(World world)
    {
        var over = (ConnectOver)world.ConnectOwner.Committed;
        var winner = world.ConnectOwner.Facts.OfType<LegWon>().SingleOrDefault()?.Leg;
        foreach (var (name, leg) in world.LegOwners.Where(leg => leg.Key != World.Caller && leg.Value.State is LegOver))
        {
            var ended = (LegOver)leg.State;
            if (World.NumberOf(name) != winner)
                Assert.DoesNotContain(leg.Facts, fact => fact is LegJoined);
            if (World.NumberOf(name) != winner && ended.Cause is ReleaseCause.LostRace or ReleaseCause.CallerGone or ReleaseCause.ApiRequest)
                Assert.Equal(EndReason.Cancel, ended.Ending.Reason);
            if (ended.Cause == ReleaseCause.MaxDuration)
                Assert.Equal(EndReason.Hangup, ended.Ending.Reason);
            Assert.NotEqual(LegStanding.Planned, over.Legs[World.NumberOf(name) - 1].Standing);
        }
    }
}
