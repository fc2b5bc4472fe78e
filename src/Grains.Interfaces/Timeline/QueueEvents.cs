using Orchestrator.Grains.Interfaces.Queues;

namespace Orchestrator.Grains.Interfaces.Timeline;

/// <param name="Position">Where he stands, from 1.</param>
/// <param name="Size">How many wait, himself included.</param>
/// <param name="AverageSeconds">How long those waited who were bridged last.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.WaitEntered")]
public sealed record WaitEntered(DateTimeOffset EnteredAt, int Position, int Size, int AverageSeconds) : TimelineEvent
{
    public override string Sentence => $"Waits in the queue, in place {Position} of {Size}.";
}

[GenerateSerializer, Immutable, Alias("orchestrator.WaitTaken")]
public sealed record WaitTaken : TimelineEvent
{
    public override string Sentence => "Taken out of the queue, to be bridged.";
}

[GenerateSerializer, Immutable, Alias("orchestrator.WaitGivenBack")]
public sealed record WaitGivenBack : TimelineEvent
{
    public override string Sentence => "The one who took him has gone: back to his place in the queue.";
}

/// <param name="Size">How many wait now.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.WaitDequeued")]
public sealed record WaitDequeued(DateTimeOffset EnteredAt, DateTimeOffset DequeuedAt, int Size, int AverageSeconds) : TimelineEvent
{
    public override string Sentence => $"Bridged after {Words.Seconds((DequeuedAt - EnteredAt).TotalSeconds)} in the queue.";
}

[GenerateSerializer, Immutable, Alias("orchestrator.WaitBridgeEnded")]
public sealed record WaitBridgeEnded(double BridgedSeconds) : TimelineEvent
{
    public override string Sentence => $"The bridge out of the queue ended after {Words.Seconds(BridgedSeconds)}.";
}

/// <param name="Position">Where he stood; 0: he was not let in.</param>
/// <param name="Size">How many wait now.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.WaitLeft")]
public sealed record WaitLeft(
    QueueResult Result, DateTimeOffset EnteredAt, DateTimeOffset LeftAt, int Position, int Size, int AverageSeconds) : TimelineEvent
{
    public override string Sentence => $"Left the queue after {Words.Seconds((LeftAt - EnteredAt).TotalSeconds)}: {SnakeCase.Of(Result)}.";
    public override bool IsAbnormal => Result == QueueResult.Failed;
}
