using System.Globalization;

namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>How long the simulated network plays what it is given; no audio is fetched or heard.</summary>
internal static class PlayableLength
{
    private static readonly TimeSpan Country = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Character = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan File = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The sum, or null when there is nothing to play or something that cannot be played.</summary>
    public static TimeSpan? Total(IReadOnlyList<string> playables)
    {
        if (playables.Count == 0) return null;
        var total = TimeSpan.Zero;
        foreach (var playable in playables)
        {
            if (Of(playable) is not { } length) return null;
            total += length;
        }

        return total;
    }

    private static TimeSpan? Of(string playable) => playable.Split(':', 2) is [var kind, var rest]
        ? kind.ToLowerInvariant() switch
        {
            "silence" => Seconds(rest),
            "ring" => Ring(rest),
            "say" when rest.Length > 0 => rest.Length * Character,
            "http" or "https" when rest.StartsWith("//", StringComparison.Ordinal) => File,
            _ => null,
        }
        : null;

    /// <summary><c>country</c> or <c>seconds:country</c>.</summary>
    private static TimeSpan? Ring(string rest) => rest.Split(':') switch
    {
        [{ Length: 2 }] => Country,
        [var seconds, { Length: 2 }] => Seconds(seconds),
        _ => null,
    };

    private static TimeSpan? Seconds(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds)
        && seconds <= Longest.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
}
