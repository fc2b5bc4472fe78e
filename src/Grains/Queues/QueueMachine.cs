using System.Collections.Immutable;
using Row = Orchestrator.Grains.Engine.Step<Orchestrator.Grains.Queues.QueueState, Orchestrator.Grains.Queues.QueueEffect>;

namespace Orchestrator.Grains.Queues;

/// <summary>
/// One queue, pure: no clock, no I/O. The first free waiter is leased to the first free taker, and both keep their places until they are
/// bridged, so that whoever is left over when the other dies is first again without any more ado. It has no alarm: every waiter and
/// every taker has one of his own, and says when he goes.
/// </summary>
public static class QueueMachine
{
    /// <summary>More do not get in.</summary>
    public const int MostWaiters = 1000;

    /// <summary>How many waits the average is of.</summary>
    public const int Remembered = 20;

    public static Row Step(QueueState state, QueueEvent happened) => happened switch
    {
        // The queue is full: he is refused, and whoever asks again is asked nothing.
        WaiterEntered when state.Waiters.Length >= MostWaiters => Row.To(state),
        WaiterEntered e when state.PositionOf(e.WaitId) == 0 =>
            Match(Row.To(state with { Waiters = state.Waiters.Add(new Waiter(e.WaitId, e.CallId, e.From, e.At)) })),

        WaiterWent e when Find(state, e.WaitId) is { } waiter => Gone(state, waiter, e),

        // The taker has not gone by himself if the wait knows it first: it is taken for gone all the same.
        WaiterGivenBack e when Find(state, e.WaitId) is { } waiter && waiter.LeasedTo == e.LegId => Match(Row.To(state with
        {
            Waiters = state.Waiters.Replace(waiter, waiter with { LeasedTo = null }),
            Takers = state.Takers.RemoveAll(taker => taker.LegId == e.LegId),
        })),

        TakerCame e when !state.Takers.Any(taker => taker.LegId == e.LegId) =>
            Match(Row.To(state with { Takers = state.Takers.Add(new Taker(e.LegId, e.At)) })),
        // A taker that asks again may not have heard who was given to him.
        TakerCame e when state.LeasedTo(e.LegId) is { } waiter => Row.To(state).Do(new OfferWaiter(waiter.WaitId, e.LegId)),

        // A taker who goes gives his waiter back, who is to be unbridged first: until his wait says so, he stays leased.
        TakerWent e when state.Takers.Any(taker => taker.LegId == e.LegId) || state.LeasedTo(e.LegId) is not null => TakerIsGone(state, e),

        // The rest is repeated or late.
        _ => Row.To(state),
    };

    /// <summary>What ought to be carried out in this state, for an owner that was brought back from what is stored.</summary>
    public static Row Restore(QueueState state) => Row.To(state).Do(
    [
        .. state.Waiters.Where(waiter => waiter.LeasedTo is not null).Select(waiter => (QueueEffect)(
            state.Takers.Any(taker => taker.LegId == waiter.LeasedTo)
                ? new OfferWaiter(waiter.WaitId, waiter.LeasedTo!)
                : new ReclaimWaiter(waiter.WaitId, waiter.LeasedTo!))),
    ]);

    private static Row Gone(QueueState state, Waiter waiter, WaiterWent e)
    {
        var left = state with { Waiters = state.Waiters.Remove(waiter) };
        if (!e.Bridged)
            return Match(Row.To(left));
        var waits = state.Waits.Add((int)Math.Max(0, (e.At - waiter.Since).TotalSeconds));
        return Match(Row.To(left with
        {
            Takers = left.Takers.RemoveAll(taker => taker.LegId == waiter.LeasedTo),
            Waits = waits.Length > Remembered ? waits.RemoveAt(0) : waits,
        }));
    }

    private static Row TakerIsGone(QueueState state, TakerWent e)
    {
        var left = Row.To(state with { Takers = state.Takers.RemoveAll(taker => taker.LegId == e.LegId) }).Decide();
        return state.LeasedTo(e.LegId) is { } waiter ? left.Do(new ReclaimWaiter(waiter.WaitId, e.LegId)) : left;
    }

    /// <summary>The first free waiter to the first free taker, as often as there are both.</summary>
    private static Row Match(Row row)
    {
        var (waiters, effects) = (row.State.Waiters.ToBuilder(), ImmutableArray.CreateBuilder<QueueEffect>());
        var busy = waiters.Where(waiter => waiter.LeasedTo is not null).Select(waiter => waiter.LeasedTo!).ToHashSet();
        var takers = new Queue<Taker>(row.State.Takers.Where(taker => !busy.Contains(taker.LegId)));
        for (var index = 0; index < waiters.Count && takers.Count > 0; index++)
        {
            if (waiters[index].LeasedTo is not null)
                continue;
            waiters[index] = waiters[index] with { LeasedTo = takers.Dequeue().LegId };
            effects.Add(new OfferWaiter(waiters[index].WaitId, waiters[index].LeasedTo!));
        }

        return Row.To(row.State with { Waiters = waiters.ToImmutable() }).Do([.. effects]).Decide();
    }

    private static Waiter? Find(QueueState state, string waitId) => state.Waiters.FirstOrDefault(waiter => waiter.WaitId == waitId);
}
