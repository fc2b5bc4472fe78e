using System.Collections.Concurrent;

namespace Orchestrator.Swml.Expressions;

/// <summary>
/// Keeps what was made lately and can be made again. Two generations: when the young one is full it becomes the old one, and what was
/// not asked for in the meantime is dropped with the generation before it.
/// </summary>
/// <param name="size">Entries of one generation; at most twice as many are held.</param>
public sealed class BoundedCache<TKey, TValue>(int size)
    where TKey : notnull
{
    private volatile ConcurrentDictionary<TKey, TValue> _young = new();
    private volatile ConcurrentDictionary<TKey, TValue> _old = new();

    /// <summary>How many entries are held; an estimate while others write.</summary>
    public int Count => _young.Count + _old.Count;

    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        if (_young.TryGetValue(key, out var value)) return value;
        if (!_old.TryGetValue(key, out value)) value = make(key);
        if (_young.Count >= size) (_old, _young) = (_young, new ConcurrentDictionary<TKey, TValue>());
        _young[key] = value;
        return value;
    }
}
