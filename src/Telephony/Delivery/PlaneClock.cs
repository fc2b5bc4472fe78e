namespace Orchestrator.Telephony.Delivery;

/// <summary>Plane time: what has passed since the plane was made, by the provider's monotonic clock.</summary>
public sealed class PlaneClock(TimeProvider time)
{
    private readonly long _origin = time.GetTimestamp();

    public TimeSpan Now => time.GetElapsedTime(_origin);

    public DateTimeOffset UtcNow => time.GetUtcNow();

    public TimeProvider Time => time;

    /// <summary>
    /// A timer that is not set. It takes nothing along from whoever gave the command: a request's context would otherwise live on in
    /// the leg's events.
    /// </summary>
    public ITimer CreateTimer(TimerCallback callback)
    {
        if (ExecutionContext.IsFlowSuppressed()) return Create(callback);
        using (ExecutionContext.SuppressFlow()) return Create(callback);
    }

    private ITimer Create(TimerCallback callback) =>
        time.CreateTimer(callback, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
