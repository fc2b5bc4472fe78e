using Microsoft.Extensions.Time.Testing;

namespace Orchestrator.Grains.Tests.Webhooks.Support;

/// <summary>Fake time that also says when a running timer has been stopped: an attempt does so at the headers.</summary>
internal sealed class ObservedTime : FakeTimeProvider
{
    private readonly TaskCompletionSource _changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task TimerChanged => _changed.Task;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Observed(base.CreateTimer(callback, state, dueTime, period), _changed);

    private sealed class Observed(ITimer inner, TaskCompletionSource changed) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            var accepted = inner.Change(dueTime, period);
            if (dueTime == Timeout.InfiniteTimeSpan)
                changed.TrySetResult();
            return accepted;
        }

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
