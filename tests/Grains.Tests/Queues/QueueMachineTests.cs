using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Grains.Queues;

namespace Orchestrator.Grains.Tests.Queues;

/// <summary>
/// A queue under every order of events that can be made up. Messages go through a world that delays them, loses owners and lets anybody
/// die at any moment; what is asserted is who gets whom.
/// </summary>
public sealed class QueueMachineTests
{
    private static readonly Config Config = Config.QuickThrowOnFailure.WithMaxTest(3_000);
    private static readonly DateTimeOffset Start = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    /// <summary>What happens next: enter, take, die, leave, or the delivery of one of the messages under way.</summary>
    private static readonly Gen<(int What, int Whom)[]> Courses =
        from length in Gen.Choose(1, 60)
        from moves in Gen.Choose(0, 9).Zip(Gen.Choose(0, 30)).ArrayOf(length)
        select moves;

    [Fact]
    public void Queue_AnyCourse_EverybodyIsServedInTheOrderTheyCame() => Check.One(Config, Prop.ForAll(Arb.From(Courses), course =>
    {
        var world = new QueueWorld();
        foreach (var (what, whom) in course)
            world.Move(what, whom);
        world.Settle();

        Assert.True(world.Waiting.Count == 0 || world.Taking.Count == 0, "somebody waits while somebody takes");
        Assert.Empty(world.Overtaken);
        Assert.Equal(world.Bridges.Count, world.Bridges.Select(bridge => bridge.Wait).Distinct().Count());
        Assert.Equal(world.Bridges.Count, world.Bridges.Select(bridge => bridge.Leg).Distinct().Count());
        Assert.Equal(world.Waiting, world.State.Waiters.Select(waiter => waiter.WaitId));
        Assert.Equal(world.Taking, world.State.Takers.Select(taker => taker.LegId));
    }));

    [Fact]
    public void Queue_AnyCourse_NobodyIsLeasedTwice() => Check.One(Config, Prop.ForAll(Arb.From(Courses), course =>
    {
        var world = new QueueWorld();
        foreach (var (what, whom) in course)
        {
            world.Move(what, whom);
            var leases = world.State.Waiters.Where(waiter => waiter.LeasedTo is not null).Select(waiter => waiter.LeasedTo).ToList();
            Assert.Equal(leases.Count, leases.Distinct().Count());
        }
    }));

    [Fact]
    public void Queue_Full_LetsNobodyIn()
    {
        var state = QueueState.Empty;
        for (var number = 0; number < QueueMachine.MostWaiters; number++)
            state = QueueMachine.Step(state, new WaiterEntered(Start, $"w{number}", $"c{number}", "")).State;

        var refused = QueueMachine.Step(state, new WaiterEntered(Start, "one more", "c", ""));

        Assert.Equal((0, QueueMachine.MostWaiters), (refused.State.PositionOf("one more"), refused.State.Waiters.Length));
    }

    [Fact]
    public void Average_IsOfThoseWhoWereBridgedLast()
    {
        var state = QueueState.Empty;
        for (var number = 1; number <= QueueMachine.Remembered + 5; number++)
        {
            state = QueueMachine.Step(state, new WaiterEntered(Start, $"w{number}", "c", "")).State;
            state = QueueMachine.Step(state, new WaiterWent(Start.AddSeconds(number), $"w{number}", Bridged: true)).State;
        }

        Assert.Equal((QueueMachine.Remembered, (int)Math.Round(15.5)), (state.Waits.Length, state.AverageSeconds));
    }

    [Fact]
    public void Restored_LeasesAreOfferedAgain_AndThoseOfTheGoneReclaimed()
    {
        var state = QueueState.Empty;
        foreach (var happened in (QueueEvent[])
            [new WaiterEntered(Start, "w1", "c", ""), new WaiterEntered(Start, "w2", "c", ""), new TakerCame(Start, "t1"), new TakerCame(Start, "t2"), new TakerWent(Start, "t2")])
        {
            state = QueueMachine.Step(state, happened).State;
        }

        Assert.Equal([new OfferWaiter("w1", "t1"), new ReclaimWaiter("w2", "t2")], QueueMachine.Restore(state).Effects.AsEnumerable());
    }
}
