namespace Orchestrator.Grains.Scripts.Evaluation;

/// <summary>How much of a process expressions may take.</summary>
public sealed record ExpressionPoolOptions
{
    /// <summary>Threads that evaluate; half the processors, at least one.</summary>
    public int Threads { get; init; } = Math.Max(1, Environment.ProcessorCount / 2);

    /// <summary>Steps that may wait for a thread; more are refused.</summary>
    public int MaxQueue { get; init; } = 1024;

    /// <summary>Threads that may be held by expressions beyond their limit and are replaced; 4.</summary>
    public int MaxLost { get; init; } = 4;

    /// <summary>Longest time that all expressions of one step may take together.</summary>
    public TimeSpan MaxStepTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait for an answer, the queue included.</summary>
    public TimeSpan MaxWait { get; init; } = TimeSpan.FromSeconds(5);
}
