using System.Globalization;

namespace Orchestrator.SipBench;

/// <summary>What the command line asks for.</summary>
/// <param name="Subjects">Who stands between caller and phones, one after another.</param>
/// <param name="Rates">Calls a second, one after another.</param>
/// <param name="WarmUp">Seconds of calls before, at the first rate; not counted.</param>
/// <param name="Programs">Where <c>dotnet publish src/Silo</c> has put the service.</param>
internal sealed record BenchOptions(IReadOnlyList<string> Subjects, IReadOnlyList<int> Rates, int Seconds, int WarmUp, string Programs)
{
    public const string Usage = """
        dotnet run -c Release --project bench/Sip -- --programs FOLDER [options]
          --programs FOLDER                where the service was published to
          --subjects none,kamailio,us      none: no proxy at all; anchored: us, with media on an rtpengine
          --rates 100,600                  calls a second, one after another
          --seconds 10                     how long a rate is held
          --warm-up 10                     seconds of calls at the first rate that do not count
        """;

    private static readonly string[] Known = ["none", "kamailio", "us", "anchored"];

    /// <returns>The options, or null if they cannot be understood.</returns>
    public static BenchOptions? Parse(string[] arguments)
    {
        if (arguments.Length % 2 != 0) return null;
        var given = arguments.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        string Take(string name, string otherwise) => given.Remove(name, out var value) ? value : otherwise;

        var options = new BenchOptions(
            Take("--subjects", "none,kamailio,us").Split(','),
            [.. Take("--rates", "100,600").Split(',').Select(Number)],
            Number(Take("--seconds", "10")),
            Number(Take("--warm-up", "10")),
            Take("--programs", ""));
        var needsPrograms = options.Subjects.Any(name => name is "us" or "anchored");
        return given.Count == 0 && options.Subjects.All(Known.Contains) && options.Rates.All(rate => rate > 0) && options.Seconds > 0 && options.WarmUp >= 0
            && (!needsPrograms || File.Exists(Path.Combine(options.Programs, "Orchestrator.Silo.dll"))) ? options : null;
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
