using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

/// <summary>The answer to a digest challenge with <c>qop=auth</c> (RFC 7616 section 3.4), worked out with nothing of ours.</summary>
internal static class RawDigest
{
    public static string Answer(string challenge, string user, string password, string method, string uri)
    {
        var (realm, nonce) = (Value(challenge, "realm"), Value(challenge, "nonce"));
        var response = Hash($"{Hash($"{user}:{realm}:{password}")}:{nonce}:00000001:c1:auth:{Hash($"{method}:{uri}")}");
        return $"Authorization: Digest username=\"{user}\", realm=\"{realm}\", nonce=\"{nonce}\", uri=\"{uri}\", response=\"{response}\", "
            + "algorithm=SHA-256, qop=auth, nc=00000001, cnonce=\"c1\"\r\n";
    }

    private static string Value(string challenge, string name) => challenge.Split($"{name}=\"")[1].Split('"')[0];

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
