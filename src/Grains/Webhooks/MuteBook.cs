using System.Collections.Frozen;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// The muted URLs as this silo knows them: what it mutes itself at once, what others mute when it asks the store next.
/// </summary>
public sealed partial class MuteBook(ICallStore store, TimeProvider time, ILogger<MuteBook> logger)
{
    private readonly ILogger<MuteBook> _logger = logger;
    private FrozenDictionary<string, DateTimeOffset> _until = FrozenDictionary<string, DateTimeOffset>.Empty;

    public bool IsMuted(OutboxEntry entry) =>
        _until.Count > 0 && _until.TryGetValue(EndpointIds.Of(entry.ProjectId, entry.Url.Reveal()), out var until) && until > time.GetUtcNow();

    public async Task Mute(OutboxEntry entry, TimeSpan forTime, CancellationToken cancellationToken)
    {
        var endpoint = EndpointIds.Of(entry.ProjectId, entry.Url.Reveal());
        try
        {
            await store.Mute(endpoint, forTime, cancellationToken);
            await Refresh(cancellationToken);
        }
        catch (Exception failure) when (!cancellationToken.IsCancellationRequested)
        {
            // The next 410 will.
            MuteFailed(endpoint, failure);
        }
    }

    public async Task Refresh(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        _until = (await store.Muted(cancellationToken)).ToFrozenDictionary(mute => mute.Key, mute => now + mute.Value);
    }

    [LoggerMessage(4040, LogLevel.Warning, "{Endpoint} answered 410 and could not be muted.")]
    private partial void MuteFailed(string endpoint, Exception failure);
}
