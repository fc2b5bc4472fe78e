using System.Text.RegularExpressions;

namespace Orchestrator.Gateway.Connects;

/// <summary>What a caller's <c>from</c> and <c>to</c> may be: an E.164 number or a SIP URI, 256 characters at most.</summary>
internal static partial class CallerAddress
{
    public const string Form = "an E.164 number or a sip: or sips: URI, 256 characters at most";
    private const int Longest = 256;

    public static bool IsValid(string text) => text.Length <= Longest && (Number().IsMatch(text) || SipUri().IsMatch(text));

    [GeneratedRegex(@"\A\+[1-9][0-9]{1,14}\z")]
    private static partial Regex Number();

    // No password: addresses are shown to everybody who may see the call.
    [GeneratedRegex(
        @"\Asips?:([^\s:@<>""\\]+@)?(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?(;[^\s@<>""\\]+)*\z",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex SipUri();
}
