using Orchestrator.Load;

namespace Orchestrator.SipBench;

/// <summary>Results as text.</summary>
internal static class Report
{
    public static void Head() => Line(
        $"{"",-9} {"calls/s",7} {"success",8} {"repeated",8}  {"INVITE→180 p50/p95/p99",-24} {"200→200",-20} {"200→CANCEL",-20} {"load",5}  CPU ms a call");

    public static void Row(string name, Result result)
    {
        var delays = result.Delays;
        Line(
            $"{name,-9} {result.Rate,7} {100.0 * result.Succeeded / result.Calls,7:0.00}% {result.Repeated,8}  {Of(delays.Ringing),-24} {Of(delays.Answer),-20} {Of(delays.Cancel),-20} {result.MachineLoad,5:0.0}  {string.Join(", ", result.Spent.Select(Spent))}{Allocated(result)}");
        foreach (var trouble in result.Troubles) Line($"  {trouble}");
        foreach (var left in result.Left) Line($"  LEFT {left}");
    }

    private static string Of(Percentiles delay) => delay.Count == 0 ? "-" : FormattableString.Invariant($"{delay.P50:0.00}/{delay.At(0.95):0.00}/{delay.P99:0.00}");

    private static string Spent(KeyValuePair<string, double> process) => FormattableString.Invariant($"{process.Key} {process.Value:0.00}");

    private static string Allocated(Result result) =>
        result.Allocated is { } bytes ? FormattableString.Invariant($"; {bytes / 1024:0} KiB allocated") : "";

    private static void Line(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
