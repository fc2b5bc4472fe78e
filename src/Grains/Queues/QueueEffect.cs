namespace Orchestrator.Grains.Queues;

/// <summary>What a queue wants done. Carried out twice, none does harm.</summary>
public abstract record QueueEffect;

/// <summary>Tell the wait that this leg takes its caller.</summary>
public sealed record OfferWaiter(string WaitId, string LegId) : QueueEffect;

/// <summary>Tell the wait that its taker has gone; it gives the lease back when its caller can be bridged anew.</summary>
public sealed record ReclaimWaiter(string WaitId, string LegId) : QueueEffect;
