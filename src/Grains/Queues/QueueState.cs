using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Queues;

/// <summary>A queue: both lines in the order in which they came. A lease takes nobody out of either.</summary>
/// <param name="Waiters">Callers who wait, the first first.</param>
/// <param name="Takers">Legs of connects that wait for a caller, the first first.</param>
/// <param name="Waits">How long those waited who were bridged last, seconds, the latest last.</param>
public sealed record QueueState(ImmutableArray<Waiter> Waiters, ImmutableArray<Taker> Takers, ImmutableArray<int> Waits)
{
    public static readonly QueueState Empty = new([], [], []);

    [JsonIgnore]
    public bool IsEmpty => Waiters.IsEmpty && Takers.IsEmpty;

    [JsonIgnore]
    public int AverageSeconds => Waits.IsEmpty ? 0 : (int)Math.Round(Waits.Average());

    /// <returns>From 1; 0: he is not in the line.</returns>
    public int PositionOf(string waitId)
    {
        for (var index = 0; index < Waiters.Length; index++)
        {
            if (Waiters[index].WaitId == waitId)
                return index + 1;
        }

        return 0;
    }

    /// <summary>To whom the leg's caller is leased; null: to nobody.</summary>
    public Waiter? LeasedTo(string legId) => Waiters.FirstOrDefault(waiter => waiter.LeasedTo == legId);
}

/// <param name="LeasedTo">The leg that takes him, until both are bridged or either is gone; null: none.</param>
public sealed record Waiter(string WaitId, string CallId, string From, DateTimeOffset Since, string? LeasedTo = null);

public sealed record Taker(string LegId, DateTimeOffset Since);
