using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Calls;

namespace Orchestrator.Grains.Nodes;

/// <summary>
/// Ends the legs that a node carried when it went: without it they would ring, or talk, for ever in the store. Every silo takes some of
/// them at random; a leg that is told twice ends once.
/// </summary>
public sealed partial class NodeReaper(
    EngineServices services, IGrainFactory grains, IOptions<SweeperOptions> options, TimeProvider time, IHostApplicationLifetime lifetime,
    ILogger<NodeReaper> logger) : Rounds(options.Value.NodeInterval, time, lifetime, logger)
{
    private readonly ILogger _logger = logger;

    /// <summary>Looks once for nodes that are gone, and tells the legs of each until it has none.</summary>
    public async Task Reap(CancellationToken stopping = default)
    {
        foreach (var node in await services.Store.Nodes(stopping))
        {
            if (services.Planes.IsGone(node))
                await Reap(node, stopping);
        }
    }

    protected override Task Round(CancellationToken stopping) => Reap(stopping);

    private async Task Reap(string node, CancellationToken stopping)
    {
        var told = 0;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (!stopping.IsCancellationRequested && await services.Store.CallsOf(node, options.Value.AtOnce, stopping) is { Count: > 0 } legs)
        {
            // Those that are there yet were not reached, or live where the node is not known to be gone: the next round tries again.
            var fresh = legs.Where(seen.Add).ToList();
            if (fresh.Count == 0)
                break;
            told += (await Task.WhenAll(fresh.Select(Tell))).Count(done => done);
        }

        if (told > 0)
            LogReaped(_logger, node, told);
        services.Instruments.Reaped(told);
    }

    private async Task<bool> Tell(string legId)
    {
        try
        {
            await grains.GetGrain<ICallGrain>(legId).Wake();
            return true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return false;
        }
    }

    [LoggerMessage(EventId = 221, Level = LogLevel.Warning, Message = "Node {Node} is gone; {Legs} of its legs were told.")]
    private static partial void LogReaped(ILogger logger, string node, int legs);
}
