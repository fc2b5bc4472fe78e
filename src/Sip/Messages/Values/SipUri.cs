using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Orchestrator.Sip.Messages.Values;

public enum UriScheme
{
    Sip,
    Sips,
    Tel,

    /// <summary>Any other: kept as text, answered with 416 when a request asks for it.</summary>
    Other,
}

/// <summary>A sip, sips or tel URI; any other one is text. Escapes stay as they came, so that what is written is what was read.</summary>
/// <param name="User">With its escapes; of a tel URI the number. <c>null</c> if there is none.</param>
/// <param name="Host">A name or an address; IPv6 without its brackets. Empty for tel and others.</param>
/// <param name="Port">0 if none is written.</param>
/// <param name="HeaderPart">What follows <c>?</c>, as it came.</param>
public sealed record SipUri(
    UriScheme Scheme, string? User, string Host, int Port = 0, SipParameters? Parameters = null, string? Password = null, string? HeaderPart = null)
{
    private readonly string? _text;

    public SipParameters Parameters { get; init; } = Parameters ?? SipParameters.None;

    public bool IsSecure => Scheme == UriScheme.Sips;

    public bool IsSip => Scheme is UriScheme.Sip or UriScheme.Sips;

    /// <summary>The transport that the URI asks for, in lower case; <c>null</c> if it leaves that to the look-up.</summary>
    public string? Transport => Parameters["transport"]?.ToLowerInvariant();

    /// <summary>A loose router (RFC 3261 section 16.12).</summary>
    public bool IsLooseRouter => Parameters.Contains("lr");

    /// <summary>The user with its escapes undone.</summary>
    public string? UserText => User is null ? null : Uri.UnescapeDataString(User);

    /// <exception cref="SipFormatException">The text is no URI.</exception>
    public static SipUri Parse(string text) => SipFormatException.Require(TryParse(text, out var uri), uri!, "URI", text);

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out SipUri? uri) => SipUriReader.TryRead(text, out uri);

    internal static SipUri Opaque(string text) => new(text);

    private SipUri(string text)
        : this(UriScheme.Other, null, "") => _text = text;

    /// <summary>Equal as RFC 3261 section 19.1.4 compares: user with case, the rest without; some parameters count on both sides or not at all.</summary>
    public bool IsSameAs(SipUri other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Scheme == UriScheme.Other || other.Scheme == UriScheme.Other)
            return string.Equals(ToString(), other.ToString(), StringComparison.OrdinalIgnoreCase);
        return Scheme == other.Scheme && Port == other.Port && UserText == other.UserText && Password == other.Password
            && Host.Equals(other.Host, StringComparison.OrdinalIgnoreCase)
            && AgreesWith(other) && other.AgreesWith(this)
            && string.Equals(HeaderPart, other.HeaderPart, StringComparison.OrdinalIgnoreCase);
    }

    private bool AgreesWith(SipUri other)
    {
        foreach (var (name, value) in Parameters)
        {
            var theirs = other.Parameters[name];
            if (theirs is null && name.ToLowerInvariant() is "user" or "ttl" or "method" or "maddr" or "transport") return false;
            if (theirs is not null && !theirs.Equals(value ?? "", StringComparison.OrdinalIgnoreCase)) return false;
        }
        return true;
    }

    internal void WriteTo(StringBuilder text)
    {
        if (_text is not null)
        {
            text.Append(_text);
            return;
        }
        text.Append(Scheme switch { UriScheme.Sip => "sip:", UriScheme.Sips => "sips:", _ => "tel:" }).Append(User);
        if (Password is not null) text.Append(':').Append(Password);
        if (User is not null && Scheme != UriScheme.Tel) text.Append('@');
        HostPort.Write(text, Host, Port);
        Parameters.WriteTo(text);
        if (HeaderPart is not null) text.Append('?').Append(HeaderPart);
    }

    public override string ToString()
    {
        if (_text is not null) return _text;
        var text = new StringBuilder(64);
        WriteTo(text);
        return text.ToString();
    }
}

/// <summary>Host and port as URIs and Vias write them.</summary>
internal static class HostPort
{
    public static void Write(StringBuilder text, string host, int port)
    {
        if (host.Contains(':', StringComparison.Ordinal)) text.Append('[').Append(host).Append(']');
        else text.Append(host);
        if (port > 0) text.Append(':').Append(port.ToString(CultureInfo.InvariantCulture));
    }
}
