using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.Authentication;

public enum DigestAlgorithm
{
    Md5,
    Sha256,
}

/// <summary>The computation of RFC 7616 and RFC 8760, which client and server share.</summary>
internal static class Digest
{
    public static DigestAlgorithm? Algorithm(AuthValue value) => value["algorithm"]?.ToUpperInvariant() switch
    {
        null or "MD5" => DigestAlgorithm.Md5,
        "SHA-256" => DigestAlgorithm.Sha256,
        _ => null,
    };

    public static string Name(DigestAlgorithm algorithm) => algorithm == DigestAlgorithm.Md5 ? "MD5" : "SHA-256";

    /// <summary>H(user:realm:password): what a server may store instead of the password.</summary>
    public static string Secret(DigestAlgorithm algorithm, string user, string realm, string password) => Hash(algorithm, $"{user}:{realm}:{password}");

    /// <param name="nonceCount"><c>null</c> for a challenge without qop (RFC 2069).</param>
    public static string Response(
        DigestAlgorithm algorithm, string secret, string nonce, string? nonceCount, string? clientNonce, string method, string uri)
    {
        var what = Hash(algorithm, $"{method}:{uri}");
        return nonceCount is null
            ? Hash(algorithm, $"{secret}:{nonce}:{what}")
            : Hash(algorithm, $"{secret}:{nonce}:{nonceCount}:{clientNonce}:auth:{what}");
    }

    public static string Count(uint count) => count.ToString("x8", CultureInfo.InvariantCulture);

    // MD5 is what most of the field speaks; nothing here is kept secret by it alone.
#pragma warning disable CA5351
    private static string Hash(DigestAlgorithm algorithm, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(algorithm == DigestAlgorithm.Md5 ? MD5.HashData(bytes) : SHA256.HashData(bytes));
    }
#pragma warning restore CA5351
}
