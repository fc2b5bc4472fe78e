using System.Collections.Concurrent;

namespace Orchestrator.Telephony.Delivery;

/// <summary>
/// Legs that were released not long ago. An order to dial one of them was on its way for a while (its sender died, or hung) and comes
/// too late: dialed now, somebody's phone would ring for a call that is over.
/// </summary>
public sealed class ReleasedLegs(PlaneClock clock)
{
    /// <summary>Longer than any order is under way: grains wait 5 s for an answer.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, byte> _ids = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(string Id, DateTimeOffset At)> _order = new();

    public int Count => _ids.Count;

    public void Add(string id)
    {
        var now = clock.UtcNow;
        if (_ids.TryAdd(id, 0)) _order.Enqueue((id, now));
        while (_order.TryPeek(out var oldest) && now - oldest.At >= Remembered && _order.TryDequeue(out var forgotten)) _ids.TryRemove(forgotten.Id, out _);
    }

    public bool Contains(string id) => _ids.ContainsKey(id);
}
