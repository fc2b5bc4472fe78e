using System.Globalization;

namespace Orchestrator.Chaos;

/// <summary>What the command line asks for.</summary>
/// <param name="Deed">What is done once to silo-1, to measure it: kill, hang or stop; null: anything, to anything.</param>
/// <param name="Programs">Where the programs are; null: they are published.</param>
internal sealed record Options(TimeSpan Time, int Rate, int Seed, string? Deed, string? Programs)
{
    public const string Usage = """
        dotnet run -c Release --project bench/Chaos -- [options]
          --minutes 30      how long things are broken
          --rate 20         connects a second
          --seed N          which plans, and what is broken when; printed, and random without it
          --measure DEED    break one thing once: kill, hang or stop silo-1 after 45 s; --minutes 1.5 is enough
          --programs DIR    programs to run; without it they are published
        """;

    /// <returns>The options, or null if they cannot be understood.</returns>
    public static Options? Parse(string[] arguments)
    {
        if (arguments.Length % 2 != 0) return null;
        var given = arguments.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        string? Take(string name) => given.Remove(name, out var value) ? value : null;

        var deed = Take("--measure");
        var (minutes, rate, seed) = (Number(Take("--minutes") ?? "30"), Number(Take("--rate") ?? "20"), Take("--seed"));
        var options = new Options(
            TimeSpan.FromMinutes(minutes), (int)rate, seed is null ? Random.Shared.Next(1_000_000) : (int)Number(seed), deed, Take("--programs"));
        return given.Count == 0 && minutes > 0 && rate > 0 && deed is null or "kill" or "hang" or "stop" ? options : null;
    }

    private static double Number(string text) => double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
