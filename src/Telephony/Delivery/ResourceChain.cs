namespace Orchestrator.Telephony.Delivery;

/// <summary>Legs to Resources whose scripts dial Resources in turn: how deep they stand, and how many of them there are at a time.</summary>
public sealed class ResourceChain
{
    private const int Deepest = 8;
    private const int Most = 100;

    /// <summary>Why no leg joins it.</summary>
    public const string NoEnd = "Resources connect to one another without end";

    private readonly ResourceChain _first;
    private readonly int _depth;
    private int _legs;

    private ResourceChain(ResourceChain? callers) => (_first, _depth) = (callers?._first ?? this, (callers?._depth ?? 0) + 1);

    /// <param name="callers">The chain that the caller is in; null: none.</param>
    /// <returns>To be left when the leg is over. Null: there are too many before it, or beside it.</returns>
    public static ResourceChain? Join(ResourceChain? callers)
    {
        var chain = new ResourceChain(callers);
        if (chain._depth > Deepest) return null;
        if (Interlocked.Increment(ref chain._first._legs) <= Most) return chain;
        chain.Leave();
        return null;
    }

    public void Leave() => Interlocked.Decrement(ref _first._legs);
}
