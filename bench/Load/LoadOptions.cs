using System.Globalization;

namespace Orchestrator.Load;

/// <summary>What the command line asks for.</summary>
/// <param name="Rates">Connects a second; several make a ramp.</param>
/// <param name="Base">A service that runs already; null: one is started for each rate.</param>
/// <param name="Silos">How many silos share a Redis; 0: one process, calls in memory.</param>
/// <param name="Against">What else is measured, in turns, to compare what a call costs; null: nothing.</param>
/// <param name="Sample">How many timelines are read for the latencies.</param>
/// <param name="WarmUp">Seconds of load before, at the first rate's pace, 200/s at most; not counted.</param>
internal sealed record LoadOptions(
    IReadOnlyList<int> Rates, int Seconds, Uri? Base, int Silos, Scenario Scenario, Scenario? Against, int Sample, int WarmUp, string Gc, string Credentials)
{
    public const string Usage = """
        dotnet run -c Release --project bench/Load -- [options]
          --rate 200                 connects a second
          --ramp 200,500,1000        several rates, one after another, a row each
          --seconds 60               how long a rate is held
          --scenario parallel2       parallel2; one: a single leg; script: that single leg by a script of set, cond, connect
          --against one              measures both in turns, three times each, and compares their CPU
          --base URL                 measure a service that runs; without it, one is started for each rate
          --store memory             memory, or redis: a Redis is started for each rate
          --silos 1                  with --store redis: how many silos share it
          --sample 500               timelines read for the latencies
          --warm-up 10               seconds of load that do not count
          --gc own                   garbage collector of the service: its own choice, workstation or server
          --credentials dev:dev      project and token
        """;

    /// <returns>The options, or null if they cannot be understood.</returns>
    public static LoadOptions? Parse(string[] arguments)
    {
        if (arguments.Length % 2 != 0) return null;
        var given = arguments.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        string Take(string name, string otherwise) => given.Remove(name, out var value) ? value : otherwise;

        var rates = Take("--ramp", Take("--rate", "200")).Split(',').Select(Number).ToList();
        var address = Take("--base", "");
        var scenario = Scenario.Named(Take("--scenario", "parallel2"));
        var other = Take("--against", "");
        var against = Scenario.Named(other);
        var (store, silos) = (Take("--store", "memory"), Number(Take("--silos", "1")));
        var options = new LoadOptions(
            rates,
            Number(Take("--seconds", "60")),
            address.Length == 0 ? null : new Uri(address),
            store == "redis" ? silos : 0,
            scenario ?? Scenario.ParallelTwo,
            against,
            Number(Take("--sample", "500")),
            Number(Take("--warm-up", "10")),
            Take("--gc", "own"),
            Take("--credentials", "dev:dev"));
        return given.Count == 0 && scenario is not null && (other.Length == 0 || against is not null) && (store is "memory" or "redis")
            && silos > 0 && rates.All(rate => rate > 0) && options.Seconds > 0 ? options : null;
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
}
