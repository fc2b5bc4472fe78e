using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>
/// SIP URIs (RFC 3261 section 25.1) as far as they can be dialed: user, host, port and parameters. A password in the URI is
/// refused, for addresses are shown; so are headers after a question mark, which a request URI must not carry.
/// </summary>
internal static class SipUriRules
{
    private const int MaxLength = 2048;
    private const string Unreserved = "-_.!~*'()";

    public static bool IsSip(string text)
    {
        var rest = WithoutScheme(text);
        // The grammar would take two slashes for the start of the user; whoever writes them means a URL.
        if (rest is null || text.Length > MaxLength || rest.StartsWith("//", StringComparison.Ordinal)) return false;

        var at = rest.IndexOf('@', StringComparison.Ordinal);
        if (at == 0 || at > 0 && !CharacterRules.IsEscaped(rest.AsSpan(0, at), Unreserved + "&=+$,;?/")) return false;

        var parts = rest[(at + 1)..].Split(';');
        return IsHostAndPort(parts[0]) && parts.Skip(1).All(IsParameter);
    }

    private static string? WithoutScheme(string text)
    {
        if (text.StartsWith("sip:", StringComparison.OrdinalIgnoreCase)) return text[4..];
        return text.StartsWith("sips:", StringComparison.OrdinalIgnoreCase) ? text[5..] : null;
    }

    private static bool IsHostAndPort(string text)
    {
        var hostEnd = text.StartsWith('[') ? text.IndexOf(']', StringComparison.Ordinal) + 1 : text.IndexOf(':', StringComparison.Ordinal);
        if (hostEnd < 0) return IsHost(text);

        var (host, port) = (text[..hostEnd], text[hostEnd..]);
        return IsHost(host) && (port.Length == 0 || IsPort(port));
    }

    private static bool IsPort(string text) =>
        text.Length is >= 2 and <= 6
            && text[0] == ':'
            && text.Skip(1).All(char.IsAsciiDigit) && int.Parse(text.AsSpan(1)) is >= 1 and <= 65_535;

    private static bool IsHost(string host)
    {
        if (host.StartsWith('[')) return IPAddress.TryParse(host, out var address) && address.AddressFamily is AddressFamily.InterNetworkV6;
        if (host.All(character => char.IsAsciiDigit(character) || character == '.'))
            return host.Split('.').Length == 4 && IPAddress.TryParse(host, out _);
        return host.Length <= 253 && host.TrimEnd('.').Split('.').All(IsLabel);
    }

    private static bool IsLabel(string label) =>
        label.Length is >= 1 and <= 63
            && label.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_')
            && label[0] != '-'
            && label[^1] != '-';

    private static bool IsParameter(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var (name, value) = equals < 0 ? (text, "-") : (text[..equals], text[(equals + 1)..]);
        return IsParameterText(name) && IsParameterText(value);
    }

    private static bool IsParameterText(string text) => text.Length > 0 && CharacterRules.IsEscaped(text, Unreserved + "[]/:&+$");
}
