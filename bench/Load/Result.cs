namespace Orchestrator.Load;

/// <summary>What came of one rate.</summary>
internal sealed record Result
{
    private const double LeastAchieved = 0.98;
    private const double LongestDispatch = 1000;

    /// <summary>Connects a second that were asked for.</summary>
    public required int Rate { get; init; }
    public required int Sent { get; init; }

    /// <summary>Of these, answered with 202.</summary>
    public required int Taken { get; init; }

    /// <summary>From the first request until the last answer.</summary>
    public required TimeSpan Sending { get; init; }
    public required Percentiles Answer { get; init; }
    public required Timings Timings { get; init; }
    public required Verified Verified { get; init; }

    /// <summary>Null when the service is not ours to look into.</summary>
    public required Cost? Cost { get; init; }
    public required TimeSpan OwnCpu { get; init; }
    public required double? MachineLoad { get; init; }

    public double Achieved => Taken / Math.Max(Sending.TotalSeconds, (double)Sent / Rate);

    /// <summary>Why this rate is too high; empty: it is not.</summary>
    public IEnumerable<string> Breaks
    {
        get
        {
            if (Verified.Broken.Count > 0) yield return $"{Verified.Broken.Count} invariants broken";
            if (Verified.Late.Count > 0) yield return $"{Verified.Late.Count} bridged too late";
            if (Achieved < LeastAchieved * Rate) yield return $"under {LeastAchieved:P0} of what was asked";
            if (Timings.Dispatch.P99 > LongestDispatch) yield return "p99 of dispatch over 1 s";
        }
    }
}

/// <summary>What the service spent between two readings, a connect.</summary>
internal sealed record Cost(Usage Before, Usage After, Usage Settled, int Connects)
{
    public double AllocatedBytes => (After.AllocatedBytes - Before.AllocatedBytes) / Connects;

    public double CpuMilliseconds => (After.CpuMilliseconds - Before.CpuMilliseconds) / Connects;

    /// <summary>Of it, what Redis spent; its CPU is not in <see cref="CpuMilliseconds"/>.</summary>
    public RedisUsage? Redis => Before.Redis is { } before && After.Redis is { } after
        ? new((after.CpuMilliseconds - before.CpuMilliseconds) / Connects, (after.Scripts - before.Scripts) / Connects, (after.MemoryBytes - before.MemoryBytes) / Connects)
        : null;

    /// <summary>What a session that is over, and still remembered, keeps on the heap.</summary>
    public double KeptBytes => (Settled.HeapBytes - Before.HeapBytes) / Connects;
}
