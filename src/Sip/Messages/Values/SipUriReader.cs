using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Sip.Messages.Values;

/// <summary>Reads URIs (RFC 3261 section 25.1, RFC 3966).</summary>
internal static class SipUriReader
{
    private const string Alphanumeric = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

    private static readonly SearchValues<char> HostChars = SearchValues.Create(Alphanumeric + "-._");
    private static readonly SearchValues<char> UserChars = SearchValues.Create(Alphanumeric + "-_.!~*'()&=+$,;?/%#");
    private static readonly SearchValues<char> PasswordChars = SearchValues.Create(Alphanumeric + "-_.!~*'()&=+$,%");
    private static readonly SearchValues<char> TailChars = SearchValues.Create(Alphanumeric + "-_.!~*'()[]/:&+$%=;?@,");
    private static readonly SearchValues<char> NumberChars = SearchValues.Create("0123456789+-.()*#abcdefABCDEF");

    public static bool TryRead(ReadOnlySpan<char> text, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        var colon = text.IndexOf(':');
        if (colon <= 0) return false;
        var scheme = text[..colon];
        var rest = text[(colon + 1)..];
        if (scheme.Equals("sip", StringComparison.OrdinalIgnoreCase)) return TrySip(UriScheme.Sip, rest, out uri);
        if (scheme.Equals("sips", StringComparison.OrdinalIgnoreCase)) return TrySip(UriScheme.Sips, rest, out uri);
        if (scheme.Equals("tel", StringComparison.OrdinalIgnoreCase)) return TryTel(rest, out uri);
        if (!IsScheme(scheme) || rest.IsEmpty || rest.ContainsAnyInRange('\0', ' ') || rest.ContainsAny("<>\"")) return false;
        uri = SipUri.Opaque(text.ToString());
        return true;
    }

    private static bool TrySip(UriScheme scheme, ReadOnlySpan<char> rest, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        string? user = null, password = null;
        var at = rest.IndexOf('@');
        if (at >= 0)
        {
            if (!TryUserInfo(rest[..at], out user, out password)) return false;
            rest = rest[(at + 1)..];
        }
        var endOfHost = rest.IndexOfAny(';', '?');
        var hostPort = endOfHost < 0 ? rest : rest[..endOfHost];
        if (!TryHostPort(hostPort, out var host, out var port)) return false;
        if (!TryTail(endOfHost < 0 ? [] : rest[endOfHost..], out var parameters, out var headers)) return false;
        uri = new SipUri(scheme, user, host, port, parameters, password, headers);
        return true;
    }

    private static bool TryTel(ReadOnlySpan<char> rest, [NotNullWhen(true)] out SipUri? uri)
    {
        uri = null;
        var end = rest.IndexOf(';');
        var number = end < 0 ? rest : rest[..end];
        if (number.IsEmpty || number.ContainsAnyExcept(NumberChars)) return false;
        if (!TryTail(end < 0 ? [] : rest[end..], out var parameters, out var headers) || headers is not null) return false;
        uri = new SipUri(UriScheme.Tel, number.ToString(), "", 0, parameters);
        return true;
    }

    private static bool TryUserInfo(ReadOnlySpan<char> text, out string? user, out string? password)
    {
        (user, password) = (null, null);
        var colon = text.IndexOf(':');
        var name = colon < 0 ? text : text[..colon];
        var secret = colon < 0 ? [] : text[(colon + 1)..];
        if (name.IsEmpty || name.ContainsAnyExcept(UserChars) || secret.ContainsAnyExcept(PasswordChars)) return false;
        if (!AreEscapesWhole(name) || !AreEscapesWhole(secret)) return false;
        user = name.ToString();
        password = colon < 0 ? null : secret.ToString();
        return true;
    }

    /// <summary>A host name, an IPv4 address or an IPv6 one in brackets, and perhaps a port.</summary>
    public static bool TryHostPort(ReadOnlySpan<char> text, out string host, out int port)
    {
        (host, port) = ("", 0);
        int end;
        if (text.Length > 0 && text[0] == '[')
        {
            end = text.IndexOf(']');
            if (end < 0 || !IPAddress.TryParse(text[1..end], out var address) || address.AddressFamily != AddressFamily.InterNetworkV6)
                return false;
            host = text[1..end].ToString();
            end++;
        }
        else
        {
            end = text.IndexOf(':');
            if (end < 0) end = text.Length;
            var name = text[..end].TrimEnd();
            if (name.IsEmpty || name.ContainsAnyExcept(HostChars)) return false;
            host = name.ToString();
        }
        var rest = text[end..].TrimStart();
        if (rest.IsEmpty) return true;
        if (rest[0] != ':' || !SipText.TryNumber(rest[1..].Trim(), out var number, 65535)) return false;
        port = (int)number;
        return true;
    }

    private static bool TryTail(ReadOnlySpan<char> text, out SipParameters parameters, out string? headers)
    {
        (parameters, headers) = (SipParameters.None, null);
        if (text.ContainsAnyExcept(TailChars) || !AreEscapesWhole(text)) return false;
        var question = text.IndexOf('?');
        if (question >= 0)
        {
            headers = text[(question + 1)..].ToString();
            text = text[..question];
        }
        return SipParameters.TryParse(text, out parameters);
    }

    private static bool AreEscapesWhole(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf('%'); at >= 0; at = text.IndexOf('%'))
        {
            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2])) return false;
            text = text[(at + 3)..];
        }
        return true;
    }

    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        if (!char.IsAsciiLetter(text[0])) return false;
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.')) return false;
        return true;
    }
}
