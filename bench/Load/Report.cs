using System.Globalization;

namespace Orchestrator.Load;

/// <summary>Results as text.</summary>
internal static class Report
{
    private const int Shown = 5;

    public static void Whole(Result result)
    {
        Line($"connects    {result.Taken} of {result.Sent} taken on, {result.Achieved:0.0}/s of {result.Rate}/s; machine load {result.MachineLoad:0.0}");
        Line($"202         {result.Answer}");
        Line($"dispatch    {result.Timings.Dispatch}   request due → first leg dialed");
        Line($"cancel      {result.Timings.Cancel}   winner's answer → loser cancelled");
        Line($"invariants  {result.Verified.Count} looked at, {result.Verified.Gone} forgotten by then, {result.Verified.Broken.Count} broken");
        Late(result);
        if (result.Cost is { } cost) Spent(cost);
        Line($"bench       {result.OwnCpu.TotalMilliseconds / Math.Max(1, result.Sent):0.00} ms CPU a connect of its own");
        Broken(result);
    }

    public static void Head() => Line(
        $"{"asked",6} {"taken/s",8} {"202 p50",8} {"p99",8} {"dial p50",8} {"p99",8} {"canc p50",8} {"p99",8} {"KB",6} {"CPU ms",6} {"gc0/1/2",10} {"pause",7} {"load",5}");

    public static void Row(Result result)
    {
        var (dispatch, cancel) = (result.Timings.Dispatch, result.Timings.Cancel);
        var cost = result.Cost is { } c
            ? string.Create(CultureInfo.InvariantCulture, $"{c.AllocatedBytes / 1024,6:0} {c.CpuMilliseconds,6:0.00} {Collections(c),10} {Pause(c),7:0}")
            : new string(' ', 32);
        Line(
            $"{result.Rate,6} {result.Achieved,8:0.0} {result.Answer.P50,8:0.0} {result.Answer.P99,8:0.0} {dispatch.P50,8:0.0} {dispatch.P99,8:0.0} {cancel.P50,8:0.0} {cancel.P99,8:0.0} {cost} {result.MachineLoad,5:0.0}  {string.Join(", ", result.Breaks)}");
        Broken(result);
    }

    private static void Spent(Cost cost)
    {
        Line($"CPU         {cost.CpuMilliseconds:0.00} ms a connect");
        if (cost.Redis is { } redis)
            Line($"Redis       {redis.CpuMilliseconds:0.00} ms CPU, {redis.Scripts:0.0} script calls, {redis.MemoryBytes / 1024:0.0} KiB a connect");
        Line($"allocated   {cost.AllocatedBytes / 1024:0.0} KiB a connect; collections {Collections(cost)} (gen 0/1/2), paused {Pause(cost):0} ms in all");
        Line($"heap        {Mebibytes(cost.Before.HeapBytes)} → {Mebibytes(cost.Settled.HeapBytes)} MiB collected: {cost.KeptBytes / 1024:0.0} KiB kept of each ended session");
        Line($"working set {Mebibytes(cost.Before.WorkingSetBytes)} → {Mebibytes(cost.After.WorkingSetBytes)} → {Mebibytes(cost.Settled.WorkingSetBytes)} MiB (before, after, collected)");
    }

    private static void Broken(Result result)
    {
        foreach (var sentence in result.Verified.Broken.Take(Shown)) Line($"  BROKEN {sentence}");
    }

    private static void Late(Result result)
    {
        foreach (var reason in result.Verified.Late.CountBy(reason => reason))
            Line($"too late    {reason.Value} failed as {reason.Key}: the winner had hung up before it was bridged");
    }

    private static string Collections(Cost cost) =>
        $"{cost.After.Gen0 - cost.Before.Gen0}/{cost.After.Gen1 - cost.Before.Gen1}/{cost.After.Gen2 - cost.Before.Gen2}";

    private static double Pause(Cost cost) => cost.After.PauseMilliseconds - cost.Before.PauseMilliseconds;

    private static string Mebibytes(double bytes) => (bytes / (1024 * 1024)).ToString("0", CultureInfo.InvariantCulture);

    private static void Line(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
