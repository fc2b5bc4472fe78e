using System.Globalization;
using Orchestrator.Sip.Messages;

namespace Orchestrator.Sip.Sdp;

/// <summary>An <c>m=</c> line and what belongs to it.</summary>
public sealed class MediaDescription : SdpLines
{
    /// <param name="formats">Payload types of RTP, or what another protocol has there.</param>
    public MediaDescription(string kind, int port, string protocol, IEnumerable<string> formats)
    {
        (Kind, Port, Protocol, Formats) = (kind, port, protocol, [.. formats]);
    }

    /// <summary><c>audio</c>, <c>video</c>, <c>application</c>, ...</summary>
    public string Kind { get; }

    /// <summary>0 refuses the medium.</summary>
    public int Port { get; set; }

    /// <summary>How many ports, where more than one is told (<c>4000/2</c>).</summary>
    public int PortCount { get; init; } = 1;

    /// <summary><c>RTP/AVP</c>, <c>RTP/SAVP</c>, <c>UDP/TLS/RTP/SAVPF</c>, ...</summary>
    public string Protocol { get; set; }

    public IReadOnlyList<string> Formats { get; set; }

    public bool IsRefused => Port == 0;

    /// <summary>Media keys are exchanged in the description (RFC 4568), or the medium is keyed by DTLS: in both cases it is encrypted.</summary>
    public bool IsSecure => Protocol.Contains("SAVP", StringComparison.OrdinalIgnoreCase);

    /// <summary>The codecs, those liked best first.</summary>
    public IReadOnlyList<SdpCodec> Codecs => [.. Formats.Select(format => SdpCodec.Of(format, this)).OfType<SdpCodec>()];

    /// <summary>The keys that are offered, or the one that was chosen.</summary>
    public IEnumerable<SdpCrypto> Crypto => Attributes("crypto").Select(SdpCrypto.Parse).OfType<SdpCrypto>();

    internal static MediaDescription? Parse(string value)
    {
        var parts = value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length < 4) return null;
        var ports = parts[1].Split('/');
        if (!SipText.TryNumber(ports[0], out var port, 65535)) return null;
        uint count = 1;
        if (ports.Length > 2 || (ports.Length == 2 && !SipText.TryNumber(ports[1], out count, 1000))) return null;
        return new MediaDescription(parts[0], (int)port, parts[2], parts[3..]) { PortCount = (int)count };
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{Kind} {Port}{(PortCount > 1 ? $"/{PortCount}" : "")} {Protocol} {string.Join(' ', Formats)}");
}

/// <summary>A codec: <c>rtpmap</c> and <c>fmtp</c> of one payload type, or what a static type stands for.</summary>
public sealed record SdpCodec(int Payload, string Name, int Rate, int Channels = 1, string? Parameters = null)
{
    /// <summary>Another side's number for the same codec may differ: name, rate and channels count.</summary>
    public bool IsSameAs(SdpCodec other) =>
        other is not null && Name.Equals(other.Name, StringComparison.OrdinalIgnoreCase) && Rate == other.Rate && Channels == other.Channels;

    public string RtpMap => string.Create(CultureInfo.InvariantCulture, $"{Payload} {Name}/{Rate}{(Channels > 1 ? $"/{Channels}" : "")}");

    internal static SdpCodec? Of(string format, MediaDescription media)
    {
        if (!SipText.TryNumber(format, out var payload, 127)) return null;
        var parameters = ValueOf(media.Attributes("fmtp"), format);
        if (ValueOf(media.Attributes("rtpmap"), format) is { } map)
        {
            var parts = map.Split('/');
            if (parts.Length < 2 || !SipText.TryNumber(parts[1], out var rate, 1_000_000)) return null;
            var channels = parts.Length > 2 && SipText.TryNumber(parts[2], out var told, 255) ? (int)told : 1;
            return new SdpCodec((int)payload, parts[0], (int)rate, channels, parameters);
        }
        return Static((int)payload) is { } known ? known with { Parameters = parameters } : null;
    }

    // RFC 3551 section 6; G.722 is told with 8000 although it samples twice as fast.
    private static SdpCodec? Static(int payload) => payload switch
    {
        0 => new(0, "PCMU", 8000),
        3 => new(3, "GSM", 8000),
        8 => new(8, "PCMA", 8000),
        9 => new(9, "G722", 8000),
        13 => new(13, "CN", 8000),
        18 => new(18, "G729", 8000),
        _ => null,
    };

    private static string? ValueOf(IEnumerable<string> attributes, string format)
    {
        foreach (var value in attributes)
            if (value.Length > format.Length && value[format.Length] == ' ' && value.StartsWith(format, StringComparison.Ordinal)) return value[(format.Length + 1)..].Trim();
        return null;
    }
}

/// <summary>An <c>a=crypto</c> line (RFC 4568).</summary>
public sealed record SdpCrypto(int Tag, string Suite, string Parameters)
{
    internal static SdpCrypto? Parse(string value) =>
        value.Split(' ', 3, StringSplitOptions.RemoveEmptyEntries) is [var tag, var suite, var parameters] && SipText.TryNumber(tag, out var number, 999_999_999)
            ? new SdpCrypto((int)number, suite, parameters)
            : null;
}
