using System.Text;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.Messages;

/// <summary>Reads request lines and status lines, which are strict: one space between their parts, none around them.</summary>
internal static class StartLine
{
    private static readonly SipUri Unreadable = new(UriScheme.Other, null, "");

    public static (SipMessage? Message, SipFault? Fault) Parse(ReadOnlySpan<byte> line) =>
        line.StartsWith("SIP/"u8) ? Status(line) : Request(line);

    private static (SipMessage?, SipFault?) Request(ReadOnlySpan<byte> line)
    {
        var space = line.IndexOf((byte)' ');
        if (space <= 0) return (null, SipFault.Malformed("request line"));
        var method = SipMethods.Of(line[..space]);
        if (!SipText.IsToken(method)) return (null, SipFault.Malformed("method"));

        var last = line.LastIndexOf((byte)' ');
        var version = line[(last + 1)..];
        if (last == space || !version.StartsWith("SIP/"u8)) return (new SipRequest(method, Unreadable), SipFault.Malformed("request line"));
        if (!version.SequenceEqual("SIP/2.0"u8)) return (new SipRequest(method, Unreadable), new SipFault(505, SipStatus.Phrase(505)));
        return SipUri.TryParse(Encoding.UTF8.GetString(line[(space + 1)..last]), out var uri) && uri.HeaderPart is null
            ? (new SipRequest(method, uri), null)
            : (new SipRequest(method, Unreadable), SipFault.Malformed("Request-URI"));
    }

    // SIP/2.0 SP 3DIGIT SP phrase; the phrase may be empty, and some leave its space away.
    private static (SipMessage?, SipFault?) Status(ReadOnlySpan<byte> line)
    {
        if (!line.StartsWith("SIP/2.0 "u8) || line.Length < 11) return (null, SipFault.Malformed("status line"));
        if (line.Length > 11 && line[11] != ' ') return (null, SipFault.Malformed("status"));
        var status = 0;
        foreach (var digit in line[8..11])
        {
            if (digit is < (byte)'0' or > (byte)'9') return (null, SipFault.Malformed("status"));
            status = (status * 10) + digit - '0';
        }
        if (status is < 100 or > 699) return (null, SipFault.Malformed("status"));
        var phrase = line.Length > 12 ? line[12..] : [];
        return (new SipResponse(status, Encoding.UTF8.GetString(phrase).Replace('\0', ' ')), null);
    }
}
