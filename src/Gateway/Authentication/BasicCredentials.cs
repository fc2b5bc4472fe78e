using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text;

namespace Orchestrator.Gateway.Authentication;

/// <summary>What an <c>Authorization: Basic</c> header carries (RFC 7617). <see cref="ToString"/> hides the token.</summary>
internal sealed record BasicCredentials(string Project, string Token)
{
    private const int LongestHeader = 1024;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool TryParse(string? header, [NotNullWhen(true)] out BasicCredentials? credentials)
    {
        credentials = null;
        if (header is not { Length: > 0 and <= LongestHeader }
            || !AuthenticationHeaderValue.TryParse(header, out var value)
            || !value.Scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)
            || Decode(value.Parameter) is not { } pair
            || pair.IndexOf(':', StringComparison.Ordinal) is var colon && colon < 0)
        {
            return false;
        }

        credentials = new BasicCredentials(pair[..colon], pair[(colon + 1)..]);
        return true;
    }

    public override string ToString() => $"{Project}:***";

    private static string? Decode(string? base64)
    {
        var bytes = new byte[LongestHeader];
        if (base64 is null || !Convert.TryFromBase64String(base64, bytes, out var length)) return null;
        try
        {
            return Strict.GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
