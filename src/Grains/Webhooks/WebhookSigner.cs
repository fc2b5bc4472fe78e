using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// One key, two conventions. Standard Webhooks signs with the bytes that the key's base64 stands for; SignalWire with the UTF-8 bytes
/// of the text itself (what <c>validateRequest</c> of <c>@signalwire/web-api</c> is given as its private key).
/// </summary>
public static class WebhookSigner
{
    /// <param name="keys">
    /// The keys' text, see <see cref="ISigningKeys"/>, newest first. Standard Webhooks takes a signature of each; a header of SignalWire's
    /// holds one, and that is the newest key's.
    /// </param>
    /// <param name="url">The configured URL without userinfo and fragment, otherwise byte for byte.</param>
    /// <param name="id">The webhook's id, the same at every attempt.</param>
    /// <param name="timestamp">The attempt's instant: receivers refuse what is some minutes old.</param>
    /// <exception cref="FormatException">A key is no base64.</exception>
    public static WebhookSignatures Sign(IReadOnlyList<string> keys, string url, string id, DateTimeOffset timestamp, ReadOnlySpan<byte> body)
    {
        var seconds = timestamp.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var text = Encoding.UTF8.GetBytes(keys[0]);
        return new(
            Standard(keys, $"{id}.{seconds}.", body),
            Convert.ToHexStringLower(Hmac(HashAlgorithmName.SHA1, text, url, body)),
            Convert.ToHexStringLower(Hmac(HashAlgorithmName.SHA256, text, url, body)));
    }

    private static string Standard(IReadOnlyList<string> keys, string prefix, ReadOnlySpan<byte> body)
    {
        var signatures = new string[keys.Count];
        for (var number = 0; number < signatures.Length; number++)
            signatures[number] = "v1," + Convert.ToBase64String(Hmac(HashAlgorithmName.SHA256, Convert.FromBase64String(keys[number]), prefix, body));
        return string.Join(' ', signatures);
    }

    private static byte[] Hmac(HashAlgorithmName algorithm, byte[] key, string prefix, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(algorithm, key);
        hmac.AppendData(Encoding.UTF8.GetBytes(prefix));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }
}

/// <param name="Standard"><c>webhook-signature</c>.</param>
/// <param name="SignalWire"><c>X-SignalWire-Signature</c>.</param>
/// <param name="SignalWireSha256"><c>X-SignalWire-SHA256-Signature</c>.</param>
public sealed record WebhookSignatures(string Standard, string SignalWire, string SignalWireSha256);
