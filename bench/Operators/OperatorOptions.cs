using System.Globalization;

namespace Orchestrator.Operators;

/// <summary>What the command line asks for.</summary>
/// <param name="Requests">Pages of each kind that are asked for, one after another.</param>
/// <param name="Seconds">How long the processor time is looked at.</param>
internal sealed record OperatorOptions(int Connects, int Requests, int Watchers, int Seconds, bool InRedis)
{
    public const string Usage = """
        dotnet run -c Release --project bench/Operators -- [options]
          --connects 10000     finished connects in the list
          --requests 200       pages of each kind
          --watchers 500       event streams that are open
          --seconds 60         how long they are looked at
          --store memory       memory, or redis: a Redis is started
        """;

    /// <returns>The options, or null if they cannot be understood.</returns>
    public static OperatorOptions? Parse(string[] arguments)
    {
        if (arguments.Length % 2 != 0) return null;
        var given = arguments.Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
        string Take(string name, string otherwise) => given.Remove(name, out var value) ? value : otherwise;
        int Number(string name, int otherwise) => int.TryParse(Take(name, $"{otherwise}"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;

        var store = Take("--store", "memory");
        var options = new OperatorOptions(
            Number("--connects", 10_000), Number("--requests", 200), Number("--watchers", 500), Number("--seconds", 60), store == "redis");
        return given.Count == 0 && (store is "memory" or "redis")
            && options is { Connects: > 0, Requests: > 0, Watchers: > 0, Seconds: > 0 } ? options : null;
    }
}
