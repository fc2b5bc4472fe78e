using System.Security.Cryptography;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.Authentication;

/// <param name="Realm">The only realm they are for; <c>null</c> for any that asks.</param>
public sealed record Credentials(string User, string Password, string? Realm = null);

/// <summary>
/// Answers challenges (RFC 3261 section 22, RFC 7616, RFC 8760), and remembers them: further requests carry their answer at once. One
/// for each dialog or registration.
/// </summary>
public sealed class DigestClient(Credentials credentials)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Header, string Realm), Known> _known = [];

    /// <summary>Puts an answer to every known challenge into a request.</summary>
    public void Authorize(SipRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        lock (_gate)
        {
            request.Headers.Remove(HeaderNames.Authorization);
            request.Headers.Remove(HeaderNames.ProxyAuthorization);
            foreach (var ((header, realm), known) in _known) request.Headers.Add(header, known.Answer(request, credentials, realm));
        }
    }

    /// <summary>
    /// Takes the challenges of a 401 or 407. False if there is no sense in asking again: none can be answered, or an answer of ours was
    /// refused and not for its age.
    /// </summary>
    public bool Take(SipRequest request, SipResponse response)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(response);
        var (asked, answer) = response.Status == 401
            ? (HeaderNames.WwwAuthenticate, HeaderNames.Authorization)
            : (HeaderNames.ProxyAuthenticate, HeaderNames.ProxyAuthorization);
        var challenges = response.Headers.All(asked)
            .Select(text => AuthValue.TryParse(text, out var value) && value.IsDigest ? value : null).OfType<AuthValue>()
            .Where(value => credentials.Realm is null || credentials.Realm == value["realm"]);
        var taken = false;
        lock (_gate)
        {
            // One for each realm, the strongest: a server lists its algorithms in the order it likes them (RFC 8760 section 2.4).
            foreach (var realm in challenges.GroupBy(value => value["realm"] ?? ""))
            {
                if (realm.FirstOrDefault(Known.CanAnswer) is not { } challenge) continue;
                var key = (answer, realm.Key);
                var isStale = string.Equals(challenge["stale"], "true", StringComparison.OrdinalIgnoreCase);
                if (Answered(request, answer, realm.Key) && !isStale) return false;
                _known[key] = new Known(challenge);
                taken = true;
            }
        }
        return taken;
    }

    private static bool Answered(SipRequest request, string header, string realm) =>
        request.Headers.All(header).Any(text => AuthValue.TryParse(text, out var value) && value["realm"] == realm);

    private sealed class Known(AuthValue challenge)
    {
        private uint _count;

        public static bool CanAnswer(AuthValue challenge) =>
            Digest.Algorithm(challenge) is not null && challenge["nonce"] is not null && (challenge["qop"] is not { } qop || HasAuth(qop));

        public string Answer(SipRequest request, Credentials credentials, string realm)
        {
            var algorithm = Digest.Algorithm(challenge)!.Value;
            var secret = Digest.Secret(algorithm, credentials.User, realm, credentials.Password);
            var (nonce, uri) = (challenge["nonce"]!, request.Uri.ToString());
            var withQop = challenge["qop"] is not null;
            var count = withQop ? Digest.Count(++_count) : null;
            var clientNonce = withQop ? RandomNumberGenerator.GetHexString(16, lowercase: true) : null;

            var answer = SipParameters.None
                .With("username", SipText.Quote(credentials.User)).With("realm", SipText.Quote(realm)).With("nonce", SipText.Quote(nonce))
                .With("uri", SipText.Quote(uri))
                .With("response", $"\"{Digest.Response(algorithm, secret, nonce, count, clientNonce, request.Method, uri)}\"");
            if (challenge["algorithm"] is not null) answer = answer.With("algorithm", Digest.Name(algorithm));
            if (challenge["opaque"] is { } opaque) answer = answer.With("opaque", SipText.Quote(opaque));
            if (withQop) answer = answer.With("qop", "auth").With("nc", count).With("cnonce", SipText.Quote(clientNonce!));
            return new AuthValue("Digest", answer).ToString();
        }

        private static bool HasAuth(string qop) => qop.Split(',', StringSplitOptions.TrimEntries).Contains("auth", StringComparer.OrdinalIgnoreCase);
    }
}
