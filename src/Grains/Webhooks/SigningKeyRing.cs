using System.Collections.Concurrent;
using System.Text.Json;
using Orchestrator.Grains.Interfaces.Failures;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// A project's keys: those that were made here, newest first, and the configured one as the oldest. A silo that did not make a key knows
/// it some seconds later; the one before is valid for a day.
/// </summary>
public sealed class SigningKeyRing(ICallStore store, ISigningKeys configured, TimeProvider time, ISecretCipher? cipher = null)
{
    /// <summary>How long a key is valid once another one has taken its place.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(24);
    private static readonly TimeSpan Known = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (long At, IReadOnlyList<SigningKey> Keys)> _rings = new(StringComparer.Ordinal);

    /// <returns>The keys to sign with now, newest first; none: unsigned.</returns>
    public async ValueTask<IReadOnlyList<string>> Current(string projectId, CancellationToken cancellationToken)
    {
        var made = await Made(projectId, cancellationToken);
        var valid = ValidOf(made);
        var still = made.Count == 0 || made[^1].CreatedAt + Overlap > time.GetUtcNow();
        return still && configured.CurrentKey(projectId) is { } first ? [.. valid, first] : valid;
    }

    /// <returns>The keys that were made, newest first, without the secrets' text.</returns>
    public async Task<IReadOnlyList<SigningKey>> List(string projectId, CancellationToken cancellationToken)
    {
        var (keys, _) = await Load(projectId, cancellationToken);
        return [.. keys.Where(IsValid).Select(key => key with { Secret = [] })];
    }

    /// <summary>Takes a new key on and lets the ones before run out; one that is there already is left as it is.</summary>
    public async Task<SigningKey> Rotate(string projectId, string id, string text, CancellationToken cancellationToken)
    {
        var secret = System.Text.Encoding.UTF8.GetBytes(text);
        while (true)
        {
            var (keys, version) = await Load(projectId, cancellationToken);
            if (keys.FirstOrDefault(key => key.Id == id) is { } taken)
                return taken with { Secret = [] };
            var now = time.GetUtcNow();
            var key = new SigningKey(id, now, null, cipher?.Protect(secret) ?? secret);
            IReadOnlyList<SigningKey> next = [key, .. keys.Where(IsValid).Select(old => old with { ValidUntil = old.ValidUntil ?? now + Overlap })];
            var written = JsonSerializer.SerializeToUtf8Bytes(next, WebhookStateJson.Default.IReadOnlyListSigningKey);
            if (!await store.SaveKeys(projectId, version, written, cancellationToken))
                continue;
            _rings[projectId] = (time.GetTimestamp(), next);
            return key with { Secret = [] };
        }
    }

    private async ValueTask<IReadOnlyList<SigningKey>> Made(string projectId, CancellationToken cancellationToken)
    {
        if (_rings.TryGetValue(projectId, out var ring) && time.GetElapsedTime(ring.At) < Known)
            return ring.Keys;
        var now = time.GetTimestamp();
        try
        {
            var (keys, _) = await Load(projectId, cancellationToken);
            _rings[projectId] = (now, keys);
            return keys;
        }
        catch (StoreUnavailableException) when (ring.Keys is not null)
        {
            return ring.Keys;
        }
    }

    private async Task<(IReadOnlyList<SigningKey> Keys, long Version)> Load(string projectId, CancellationToken cancellationToken)
    {
        var (written, version) = await store.LoadKeys(projectId, cancellationToken);
        return (written is null ? [] : JsonSerializer.Deserialize(written, WebhookStateJson.Default.IReadOnlyListSigningKey)!, version);
    }

    private string[] ValidOf(IReadOnlyList<SigningKey> keys) =>
        [.. keys.Where(IsValid).Select(key => System.Text.Encoding.UTF8.GetString(cipher?.Unprotect(key.Secret) ?? key.Secret))];

    private bool IsValid(SigningKey key) => key.ValidUntil is not { } until || until > time.GetUtcNow();
}

/// <param name="ValidUntil">Null: it is the newest.</param>
/// <param name="Secret">The key's text, locked.</param>
public sealed record SigningKey(string Id, DateTimeOffset CreatedAt, DateTimeOffset? ValidUntil, byte[] Secret)
{
    public override string ToString() => Id;
}
