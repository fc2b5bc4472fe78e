using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.Authentication;

public enum Verdict
{
    /// <summary>No credentials for this realm: challenge.</summary>
    Missing,
    Right,

    /// <summary>Right, but its nonce is old or was counted before: challenge with <c>stale=true</c>.</summary>
    Stale,

    /// <summary>Unknown user or wrong password, which nobody is told apart.</summary>
    Wrong,
}

/// <summary>
/// The server's side of digest. Nonces carry their time under a key of ours, so that none is stored; a count must only grow for as
/// long as its nonce is remembered.
/// </summary>
public sealed class DigestVerifier
{
    private const int MostCounted = 100_000;
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, uint> _counts = new();
    private readonly Func<string, string?> _passwordOf;
    private readonly TimeProvider _time;

    /// <param name="passwordOf">A user's password; <c>null</c> if there is no such user.</param>
    public DigestVerifier(string realm, Func<string, string?> passwordOf, TimeProvider time)
    {
        (Realm, _passwordOf, _time) = (realm, passwordOf, time);
    }

    public string Realm { get; }

    public TimeSpan NonceLifetime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>What is offered, the one liked best first.</summary>
    public IReadOnlyList<DigestAlgorithm> Algorithms { get; init; } = [DigestAlgorithm.Sha256, DigestAlgorithm.Md5];

    /// <summary>The 401 (or 407) that asks for credentials.</summary>
    public SipResponse Challenge(SipRequest request, bool stale = false, bool asProxy = false)
    {
        var response = SipResponses.To(request, asProxy ? 407 : 401);
        var header = asProxy ? HeaderNames.ProxyAuthenticate : HeaderNames.WwwAuthenticate;
        foreach (var algorithm in Algorithms)
        {
            var text = $"Digest realm={SipText.Quote(Realm)}, nonce=\"{NewNonce()}\", algorithm={Digest.Name(algorithm)}, qop=\"auth\"";
            response.Headers.Add(header, stale ? text + ", stale=true" : text);
        }
        return response;
    }

    public (Verdict Verdict, string? User) Verify(SipRequest request, bool asProxy = false) => Verify(request, _passwordOf, asProxy);

    /// <summary>With the password that was looked up of <see cref="UserOf"/>; <c>null</c> if there is no such user.</summary>
    public (Verdict Verdict, string? User) Verify(SipRequest request, string? password, bool asProxy = false) => Verify(request, _ => password, asProxy);

    /// <summary>Who the credentials say it is, right or wrong; <c>null</c> without any for this realm.</summary>
    public string? UserOf(SipRequest request, bool asProxy = false) => CredentialsOf(request, asProxy)?["username"];

    private (Verdict Verdict, string? User) Verify(SipRequest request, Func<string, string?> passwordOf, bool asProxy) =>
        CredentialsOf(request, asProxy) is { } value ? Verify(request, value, passwordOf) : (Verdict.Missing, null);

    private AuthValue? CredentialsOf(SipRequest request, bool asProxy)
    {
        ArgumentNullException.ThrowIfNull(request);
        foreach (var text in request.Headers.All(asProxy ? HeaderNames.ProxyAuthorization : HeaderNames.Authorization))
            if (AuthValue.TryParse(text, out var value) && value.IsDigest && value["realm"] == Realm) return value;
        return null;
    }

    // Of its URI only the host must be that of the request: proxies rewrite the rest, and some phones leave the user away.
    private (Verdict, string?) Verify(SipRequest request, AuthValue value, Func<string, string?> passwordOf)
    {
        if (value["username"] is not { } user || value["nonce"] is not { } nonce || value["response"] is not { } response
            || value["uri"] is not { } uri || value["qop"] != "auth" || value["cnonce"] is not { } clientNonce || value["nc"] is not { } nc
            || Digest.Algorithm(value) is not { } algorithm || !Algorithms.Contains(algorithm)
            || !uint.TryParse(nc, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var count)
            || !SipUri.TryParse(uri, out var asked) || !asked.Host.Equals(request.Uri.Host, StringComparison.OrdinalIgnoreCase))
            return (Verdict.Wrong, null);

        // An unknown user takes as long as a known one.
        var password = passwordOf(user);
        var secret = Digest.Secret(algorithm, user, Realm, password ?? "");
        var right = Digest.Response(algorithm, secret, nonce, nc, clientNonce, request.Method, uri);
        if (!CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(right), Encoding.UTF8.GetBytes(response.ToLowerInvariant())) || password is null)
            return (Verdict.Wrong, null);
        // A nonce of another node, or of our life before, is as good as an old one.
        var isFresh = IsOurs(nonce, out var made) && _time.GetUtcNow() - made <= NonceLifetime && Counts(nonce, count);
        return (isFresh ? Verdict.Right : Verdict.Stale, user);
    }

    private bool Counts(string nonce, uint count)
    {
        if (_counts.Count > MostCounted) _counts.Clear();
        while (true)
        {
            if (!_counts.TryGetValue(nonce, out var last))
            {
                if (_counts.TryAdd(nonce, count)) return true;
            }
            else if (count <= last) return false;
            else if (_counts.TryUpdate(nonce, count, last)) return true;
        }
    }

    private string NewNonce()
    {
        Span<byte> nonce = stackalloc byte[16 + 16];
        BitConverter.TryWriteBytes(nonce, _time.GetUtcNow().UtcTicks);
        RandomNumberGenerator.Fill(nonce[8..16]);
        Sign(nonce[..16], nonce[16..]);
        return Base64Url.EncodeToString(nonce);
    }

    private bool IsOurs(string nonce, out DateTimeOffset made)
    {
        made = default;
        Span<byte> bytes = stackalloc byte[32];
        if (nonce.Length != 43 || !Base64Url.TryDecodeFromChars(nonce, bytes, out var length) || length != 32) return false;
        Span<byte> signature = stackalloc byte[16];
        Sign(bytes[..16], signature);
        if (!CryptographicOperations.FixedTimeEquals(signature, bytes[16..])) return false;
        made = new DateTimeOffset(BitConverter.ToInt64(bytes), TimeSpan.Zero);
        return true;
    }

    private void Sign(ReadOnlySpan<byte> data, Span<byte> signature)
    {
        Span<byte> full = stackalloc byte[32];
        HMACSHA256.HashData(_key, data, full);
        full[..signature.Length].CopyTo(signature);
    }
}
