using Microsoft.Extensions.Options;

namespace Orchestrator.Gateway.Clustering;

/// <summary>
/// Asks the cluster, and asks again when the silo that was asked is lost: within the time that a request has, each attempt with a limit
/// of its own, since a silo that hangs or died under a question never says so. Every question may be repeated. One that was given up
/// may still be carried out over there, which does no harm.
/// </summary>
/// <param name="random">What spreads the pauses; null: chance.</param>
internal sealed class Perseverance(IOptions<GatewayOptions> options, TimeProvider clock, Random? random = null)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    private readonly Random _random = random ?? Random.Shared;

    /// <exception cref="TimeoutException">There was no answer in time.</exception>
    public async Task<T> Ask<T>(Func<Task<T>> question, CancellationToken aborted)
    {
        var began = clock.GetTimestamp();
        for (var ceiling = FirstPause; ; ceiling = Shorter(ceiling * 2, LongestPause))
        {
            try
            {
                return await question().WaitAsync(Shorter(options.Value.AttemptTimeout, Left(began)), clock, aborted);
            }
            catch (Exception failure) when (!aborted.IsCancellationRequested && ClusterFailure.IsCurable(failure) && Left(began) > ceiling)
            {
                // Anywhere up to the ceiling: those who were lost together do not come back together.
                await Task.Delay(ceiling * _random.NextDouble(), clock, aborted);
            }
        }
    }

    private TimeSpan Left(long began)
    {
        var left = options.Value.GrainTimeout - clock.GetElapsedTime(began);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
