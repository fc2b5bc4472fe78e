using System.Globalization;

namespace Orchestrator.Sip.Messages.Values;

/// <summary>Which side refreshes a session.</summary>
public enum Refresher
{
    Unsaid,
    Uac,
    Uas,
}

/// <summary>How long a session lives unless it is refreshed (RFC 4028).</summary>
/// <param name="Seconds">What is longer than <see cref="Longest"/> is read as that.</param>
public readonly record struct SessionExpires(int Seconds, Refresher Refresher)
{
    /// <summary>A day, in seconds: beyond it a far end that has died would be noticed by nobody, and no clock can be set to some of what the wire may say.</summary>
    public const int Longest = 24 * 60 * 60;

    public static bool TryParse(ReadOnlySpan<char> text, out SessionExpires value)
    {
        value = default;
        text = text.Trim();
        var end = text.IndexOf(';');
        if (!SipText.TryNumber((end < 0 ? text : text[..end]).TrimEnd(), out var seconds, int.MaxValue)) return false;
        if (!SipParameters.TryParse(end < 0 ? [] : text[end..], out var parameters)) return false;
        value = new SessionExpires((int)Math.Min(seconds, Longest), parameters["refresher"]?.ToLowerInvariant() switch
        {
            "uac" => Refresher.Uac,
            "uas" => Refresher.Uas,
            _ => Refresher.Unsaid,
        });
        return true;
    }

    public override string ToString() => Refresher switch
    {
        Refresher.Uac => string.Create(CultureInfo.InvariantCulture, $"{Seconds};refresher=uac"),
        Refresher.Uas => string.Create(CultureInfo.InvariantCulture, $"{Seconds};refresher=uas"),
        _ => Seconds.ToString(CultureInfo.InvariantCulture),
    };
}
