namespace Orchestrator.Grains.Interfaces.Timeline;

/// <summary>One thing that happened in a session. The list of these is what API, SSE, console and verdict are views of.</summary>
/// <param name="Sequence">Place in the session's list, from 1, given by the store; 0 before it is stored.</param>
/// <param name="At">When it happened, UTC.</param>
/// <param name="CallId">The leg it happened to, if it happened to one.</param>
/// <param name="ConnectId">The connect it belongs to, if any.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.TimelineEntry")]
public sealed record TimelineEntry(
    [property: Id(0)] long Sequence,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string? CallId,
    [property: Id(3)] string? ConnectId,
    [property: Id(4)] TimelineEvent Event);
