using System.Globalization;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Storage.Redis;

/// <summary>Which shard a session is in. Their number and this hash never change: what is stored would not be found again.</summary>
internal sealed class Shards(string keyPrefix)
{
    private const int Count = 64;

    public IReadOnlyList<Shard> All { get; } =
    [
        .. Enumerable.Range(0, Count).Select(number => new Shard(string.Create(CultureInfo.InvariantCulture, $"{{{keyPrefix}:{number}}}:"))),
    ];

    /// <param name="id">A call's or a connect's.</param>
    public Shard OfId(string id) => OfSession(CallIds.SessionOf(id));

    public Shard OfSession(string session) => All[NumberOf(session)];

    /// <summary>What belongs to no session lies where its own name leads.</summary>
    public Shard OfName(string name) => All[NumberOf(name)];

    /// <summary>FNV-1a, 32 bits.</summary>
    internal static int NumberOf(string session)
    {
        var hash = 2166136261;
        foreach (var character in session)
            hash = (hash ^ character) * 16777619;

        return (int)(hash % Count);
    }
}
