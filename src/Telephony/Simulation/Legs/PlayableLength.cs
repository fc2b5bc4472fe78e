using System.Globalization;

namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>How long the simulated network plays what it is given, or why it cannot. No audio is fetched or heard; a file at <c>sim</c> is the status in its path.</summary>
internal readonly record struct PlayableLength(TimeSpan Length, string? Problem = null)
{
    private static readonly TimeSpan Country = TimeSpan.FromSeconds(6);
    private static readonly TimeSpan Character = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan File = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <summary>The sum, or what is wrong with the first that cannot be played.</summary>
    public static PlayableLength Total(IReadOnlyList<string> playables)
    {
        if (playables.Count == 0) return new(default, "found nothing to play");
        var total = TimeSpan.Zero;
        foreach (var playable in playables)
        {
            if (Refusal(playable) is { } status) return new(default, $"the file's server answered {status}");
            if (Of(playable) is not { } length) return new(default, "found neither an audio file by http(s) nor ring:, silence: or say: in their form");
            total += length;
        }

        return new(total);
    }

    private static string? Refusal(string playable) =>
        Uri.TryCreate(playable, UriKind.Absolute, out var url) && url is { Scheme: "http" or "https", Host: "sim", AbsolutePath: ['/', >= '3' and <= '5', _, _] path } && int.TryParse(path.AsSpan(1), out _)
            ? path[1..]
            : null;

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
