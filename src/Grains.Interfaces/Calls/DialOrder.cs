namespace Orchestrator.Grains.Interfaces.Calls;

/// <summary>The order to dial a leg.</summary>
/// <param name="IsFirst">It was not given before, and nothing else was ordered of this leg.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.DialOrder")]
public sealed record DialOrder(LegOrder Leg, bool IsFirst) : IFirstWord;
