using Orchestrator.Sip.Messages;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>A digit in an INFO: <c>application/dtmf-relay</c> (<c>Signal=5</c>) or <c>application/dtmf</c> (the digit alone).</summary>
internal static class InfoDigit
{
    public static char? Read(SipRequest info)
    {
        var text = info.ContentType switch
        {
            "application/dtmf-relay" => Signal(info.BodyText),
            "application/dtmf" => info.BodyText.Trim(),
            _ => null,
        };
        return text switch
        {
            "10" => '*',
            "11" => '#',
            { Length: 1 } => char.ToUpperInvariant(text[0]),
            _ => null,
        };
    }

    private static string? Signal(string body) => body.Split('\n')
        .Select(line => line.Split('=', 2))
        .Where(pair => pair.Length == 2 && pair[0].Trim().Equals("Signal", StringComparison.OrdinalIgnoreCase))
        .Select(pair => pair[1].Trim()).FirstOrDefault();
}
