using System.Globalization;

namespace Orchestrator.Telephony.Sip.Media.Sounds;

/// <summary>What a document asks to have played, once read.</summary>
internal abstract record Playable
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    private Playable()
    {
    }

    public sealed record Silence(TimeSpan Length) : Playable;

    /// <param name="Length">So long, the last ring cut; null: one ring.</param>
    public sealed record Ring(string Country, TimeSpan? Length) : Playable;

    public sealed record Speech(string Text) : Playable;

    public sealed record File(Uri Url) : Playable;

    /// <returns>Null: it is none of these.</returns>
    public static Playable? Read(string text) => text.Split(':', 2) switch
    {
        ["silence", var seconds] => Seconds(seconds) is { } length ? new Silence(length) : null,
        ["ring", var rest] => ReadRing(rest.Split(':')),
        ["say", var words] => words.Length > 0 ? new Speech(words) : null,
        ["http" or "https", _] => Uri.TryCreate(text, UriKind.Absolute, out var url) ? new File(url) : null,
        _ => null,
    };

    private static Ring? ReadRing(string[] parts) => parts switch
    {
        [{ Length: 2 } country] => new Ring(country, null),
        [var seconds, { Length: 2 } country] when Seconds(seconds) is { } length => new Ring(country, length),
        _ => null,
    };

    private static TimeSpan? Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds <= Longest.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
