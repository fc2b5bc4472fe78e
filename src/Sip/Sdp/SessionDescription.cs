using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Orchestrator.Sip.Sdp;

/// <summary>A session description (RFC 8866): lines of the session, then the media with theirs. Everything that is read is written again.</summary>
public sealed class SessionDescription : SdpLines
{
    private const int MostLines = 2000;

    public IList<MediaDescription> Media { get; } = [];

    /// <summary>Takes CRLF and LF as line ends, as the RFC asks of readers.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out SessionDescription? description)
    {
        description = null;
        var parsed = new SessionDescription();
        SdpLines current = parsed;
        var lines = Encoding.UTF8.GetString(bytes).Split('\n');
        if (lines.Length > MostLines) return false;
        foreach (var raw in lines)
        {
            var line = raw.TrimEnd('\r');
            if (line.Length == 0) continue;
            if (line.Length < 2 || line[1] != '=' || !char.IsAsciiLetter(line[0]) || line.AsSpan().ContainsAny('\r', '\0')) return false;
            if (parsed.Lines.Count == 0 && line != "v=0") return false;
            if (line[0] != 'm')
            {
                current.AddLine(line[0], line[2..]);
                continue;
            }
            if (MediaDescription.Parse(line[2..]) is not { } media) return false;
            parsed.Media.Add(media);
            current = media;
        }
        if (parsed.Lines.Count == 0) return false;
        description = parsed;
        return true;
    }

    /// <summary>The direction of a medium: its own, or the session's, or both ways.</summary>
    public MediaDirection DirectionOf(MediaDescription media)
    {
        ArgumentNullException.ThrowIfNull(media);
        return media.OwnDirection ?? OwnDirection ?? MediaDirection.SendRecv;
    }

    /// <summary>Where a medium is to be sent: its own address, or the session's.</summary>
    public string? AddressOf(MediaDescription media)
    {
        ArgumentNullException.ThrowIfNull(media);
        return media.Connection ?? Connection;
    }

    /// <summary>On hold: nothing comes back, or the address is the one that stands for nowhere (RFC 2543).</summary>
    public bool IsHeld => Media.Where(media => !media.IsRefused).All(media => !DirectionOf(media).HasFlag(MediaDirection.RecvOnly) || AddressOf(media) is "0.0.0.0" or "::");

    /// <summary>Makes it a new offer of the same session: its version grows by one (RFC 3264 section 8).</summary>
    public void RaiseVersion()
    {
        if (Value('o')?.Split(' ') is not { Length: 6 } origin || !ulong.TryParse(origin[2], out var version)) return;
        origin[2] = (version + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
        SetLine('o', string.Join(' ', origin));
    }

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(ToString());

    public override string ToString()
    {
        var text = new StringBuilder(512);
        Write(text, this);
        foreach (var media in Media)
        {
            text.Append("m=").Append(media).Append("\r\n");
            Write(text, media);
        }
        return text.ToString();
    }

    private static void Write(StringBuilder text, SdpLines lines)
    {
        foreach (var (type, value) in lines.Lines) text.Append(type).Append('=').Append(value).Append("\r\n");
    }
}
