using System.Globalization;

namespace Orchestrator.SipBench;

/// <summary>A sipp that plays one scenario a given number of times, and counts.</summary>
internal sealed class Sipp : IDisposable
{
    private readonly string _statistics = Path.GetTempFileName();
    private readonly string _errors = Path.GetTempFileName();
    private readonly Child _process;

    private Sipp(string scenario, int port, int calls, params string[] more) => (Name, _process) = (scenario, new Child("sipp",
    [
        "-sf", Path.Combine(AppContext.BaseDirectory, "scenarios", $"{scenario}.xml"), "-i", "127.0.0.1", "-p", $"{port}", "-m", $"{calls}", "-l", "10000",
        "-nostdin", "-trace_stat", "-stf", _statistics, "-fd", "1", "-trace_err", "-error_file", _errors, "-buff_size", "8388608", .. more,
    ]));

    public string Name { get; }

    public static Sipp Phone(string scenario, int port, int calls) => new(scenario, port, calls);

    /// <param name="door">The port that is called.</param>
    public static Sipp Caller(int port, int calls, int rate, int door) =>
        new("caller", port, calls, "-r", $"{rate}", "-recv_timeout", "15000", $"127.0.0.1:{door}");

    public Task<bool> Exits(TimeSpan patience) => _process.Exits(patience);

    /// <summary>How many calls went through all their steps.</summary>
    public int Succeeded => Last("SuccessfulCall(C)");

    public int Repeated => Last("Retransmissions(C)");

    /// <summary>What was not as the scenario has it, the first of it.</summary>
    public string? Trouble => Beginning(File.ReadLines(_errors).FirstOrDefault(line => line.Length > 0 && !line.StartsWith("The following", StringComparison.Ordinal)));

    public void Dispose()
    {
        _process.Dispose();
        File.Delete(_statistics);
        File.Delete(_errors);
    }

    // Its lines do not always end.
    private static string? Beginning(string? line) => line is { Length: > 160 } ? line[..160] : line;

    private int Last(string column)
    {
        var lines = File.ReadAllLines(_statistics);
        if (lines.Length < 2) throw new InvalidOperationException($"sipp counted nothing.\n{_process.Said}");
        return int.Parse(lines[^1].Split(';')[Array.IndexOf(lines[0].Split(';'), column)], CultureInfo.InvariantCulture);
    }
}
