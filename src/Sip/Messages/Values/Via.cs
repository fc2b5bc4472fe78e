using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Orchestrator.Sip.Messages.Values;

/// <summary>One hop's Via: where its response goes.</summary>
/// <param name="Transport">As it came, usually in upper case: UDP, TCP, TLS, WS, WSS.</param>
/// <param name="Port">0 if none is written.</param>
public sealed record Via(string Transport, string Host, int Port, SipParameters Parameters)
{
    /// <summary>What begins every branch of RFC 3261; the rest of it is the id of a transaction.</summary>
    public const string MagicCookie = "z9hG4bK";

    public string? Branch => Parameters["branch"];

    public string? Received => Parameters["received"];

    public bool WantsRport => Parameters.Contains("rport");

    /// <summary>A branch that identifies a transaction by itself; others come from RFC 2543 elements.</summary>
    public bool HasUniqueBranch => Branch is { Length: > 7 } branch && branch.StartsWith(MagicCookie, StringComparison.OrdinalIgnoreCase);

    public string SentBy
    {
        get
        {
            var text = new StringBuilder(Host.Length + 8);
            HostPort.Write(text, Host, Port);
            return text.ToString();
        }
    }

    public static Via Parse(string text) => SipFormatException.Require(TryParse(text, out var via), via!, "Via", text);

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out Via? via)
    {
        via = null;
        text = text.Trim();
        if (!TakeWord(ref text, "SIP") || !TakeWord(ref text)) return false;
        var space = text.IndexOfAny(' ', '\t');
        if (space <= 0 || !SipText.IsToken(text[..space])) return false;
        var transport = text[..space];
        text = text[space..].TrimStart();

        var end = text.IndexOf(';');
        var sentBy = (end < 0 ? text : text[..end]).Trim();
        if (!SipUriReader.TryHostPort(sentBy, out var host, out var port)) return false;
        if (!SipParameters.TryParse(end < 0 ? [] : text[end..], out var parameters)) return false;
        via = new Via(transport is "UDP" ? "UDP" : transport.ToString(), host, port, parameters);
        return true;
    }

    // "SIP / 2.0 / UDP" may have spaces around its slashes. Another version is refused with the request line, and answered by this Via.
    private static bool TakeWord(ref ReadOnlySpan<char> text, string? word = null)
    {
        var at = text.IndexOf('/');
        if (at < 0) return false;
        var taken = text[..at].Trim();
        if (word is null ? !SipText.IsToken(taken) : !taken.Equals(word, StringComparison.OrdinalIgnoreCase)) return false;
        text = text[(at + 1)..].TrimStart();
        return true;
    }

    public override string ToString()
    {
        var text = new StringBuilder(96).Append("SIP/2.0/").Append(Transport).Append(' ');
        HostPort.Write(text, Host, Port);
        Parameters.WriteTo(text);
        return text.ToString();
    }
}
