using Microsoft.Extensions.Logging.Abstractions;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Tests.Webhooks.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>When an errand that failed is run again.</summary>
public sealed class ErrandsTests
{
    [Theory]
    [InlineData(0, 0.75)]
    [InlineData(0.5, 1)]
    [InlineData(1, 1.25)]
    public async Task Run_FailsAgainAndAgain_WaitsTwiceAsLongEachTime_UpTo5Seconds(double drawn, double factor)
    {
        var time = new HurriedTime();
        using var errands = new Errands(time, NullLogger.Instance, new Drawn(drawn));
        var (tries, done) = (0, new TaskCompletionSource());

        errands.Run("somebody", "try", () => true, () =>
        {
            if (++tries <= 9)
                throw new IOException("not yet");
            done.SetResult();
            return Task.CompletedTask;
        });
        await Deadline.For(done.Task, "the tenth try");

        double[] expected = [50, 100, 200, 400, 800, 1600, 3200, 5000, 5000];
        Assert.Equal(expected.Select(wait => Math.Floor(wait * factor)), time.Waits.Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    public async Task Run_NotWantedAnyMore_IsNotTriedAgain()
    {
        using var errands = new Errands(new HurriedTime(), NullLogger.Instance);
        var (tries, left) = (0, new TaskCompletionSource());
        errands.WhenAllDone = left.SetResult;

        errands.Run("somebody", "try", () => tries < 3, () => throw new IOException($"try {++tries}"));
        await Deadline.For(left.Task, "the errand to be given up");

        Assert.Equal(3, tries);
        Assert.True(errands.AllDone);
    }

    private sealed class Drawn(double value) : Random
    {
        public override double NextDouble() => value;
    }

    /// <summary>Every wait is over at once, and is kept.</summary>
    private sealed class HurriedTime : TimeProvider
    {
        public List<TimeSpan> Waits { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Waits.Add(dueTime);
            return TimeProvider.System.CreateTimer(callback, state, TimeSpan.Zero, period);
        }
    }
}
