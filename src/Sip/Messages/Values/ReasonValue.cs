using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Orchestrator.Sip.Messages.Values;

/// <summary>Why a request was sent (RFC 3326): <c>SIP;cause=200;text="Call completed elsewhere"</c>.</summary>
/// <param name="Protocol"><c>SIP</c> or <c>Q.850</c>.</param>
public sealed record ReasonValue(string Protocol, int? Cause, string? Text)
{
    /// <summary>Tells a phone whose call was taken elsewhere to show no missed call.</summary>
    public static readonly ReasonValue CompletedElsewhere = new("SIP", 200, "Call completed elsewhere");

    public static bool TryParse(ReadOnlySpan<char> text, [NotNullWhen(true)] out ReasonValue? reason)
    {
        reason = null;
        text = text.Trim();
        var end = text.IndexOf(';');
        var protocol = (end < 0 ? text : text[..end]).TrimEnd();
        if (!SipText.IsToken(protocol) || !SipParameters.TryParse(end < 0 ? [] : text[end..], out var parameters)) return false;
        int? cause = SipText.TryNumber(parameters["cause"], out var number, 999) ? (int)number : null;
        reason = new ReasonValue(protocol.ToString(), cause, parameters["text"]);
        return true;
    }

    public override string ToString()
    {
        var cause = Cause is { } number ? string.Create(CultureInfo.InvariantCulture, $";cause={number}") : "";
        return Protocol + cause + (Text is null ? "" : $";text={SipText.Quote(SipText.Safe(Text, nameof(Text)))}");
    }
}
