using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Gateway.Clustering;

namespace Orchestrator.Gateway.Timelines;

/// <summary>
/// Tells one client what happens to a connect: 1. what it does not have yet of the past; 2. what comes, behind that, asking again
/// behind the last entry when the silo that told is lost; 3. the end, with the connect as it ended. When the client goes or this
/// process leaves, the stream just ends: whoever reconnects goes on behind the last entry.
/// </summary>
internal sealed partial class TimelineStream(
    Cluster cluster, IOptions<GatewayOptions> options, TimeProvider clock, GatewayState state, ILogger<TimelineStream> logger)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task Write(HttpContext context, StreamSubject subject)
    {
        using var gone = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, state.Leaving);
        try
        {
            await Write(new EventWriter(context.Response), subject, gone.Token);
        }
        catch (OperationCanceledException) when (gone.IsCancellationRequested)
        {
            // The client has gone, or we are going.
        }
        catch (Exception failure) when (ClusterFailure.IsPassing(failure))
        {
            LogGivenUp(failure, subject.ConnectId);
        }
    }

    private async Task Write(EventWriter writer, StreamSubject subject, CancellationToken gone)
    {
        var start = subject.SoFar.Count > 0 ? subject.SoFar[0].At : clock.GetUtcNow();
        var pulse = new StreamPulse(writer, new EntryRenderer(start), options.Value.PingInterval, clock);
        await writer.Begin(gone);
        foreach (var entry in subject.SoFar.Where(entry => entry.Sequence > subject.After)) await pulse.Tell(entry, gone);

        var last = subject.SoFar.Count > 0 ? Math.Max(subject.After, subject.SoFar[^1].Sequence) : subject.After;
        await Follow(subject, pulse, last, gone);
        if (await cluster.Connect(subject.ProjectId, subject.ConnectId, gone) is { } view) await writer.End(view, gone);
    }

    private async Task Follow(StreamSubject subject, StreamPulse pulse, long last, CancellationToken gone)
    {
        pulse.Last = last;
        var lostAt = (long?)null;
        while (true)
        {
            var from = pulse.Last;
            try
            {
                await pulse.TellAll(cluster.Follow(subject.ProjectId, subject.ConnectId, from, gone), gone);
                return;
            }
            catch (Exception failure) when (ClusterFailure.IsPassing(failure) && !gone.IsCancellationRequested)
            {
                if (pulse.Last > from) lostAt = null;
                lostAt ??= clock.GetTimestamp();
                if (clock.GetElapsedTime(lostAt.Value) > options.Value.StreamPatience) throw;
                LogLost(subject.ConnectId, pulse.Last, failure.GetType().Name);
                await Task.Delay(Pause, clock, gone);
            }
        }
    }
}
