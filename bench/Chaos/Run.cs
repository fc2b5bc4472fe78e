using System.Globalization;
using Orchestrator.Chaos.Checks;

namespace Orchestrator.Chaos;

/// <summary>Load on a cluster of its own while it is broken; then everything is read, and checked.</summary>
internal sealed class Run(Options options, Action<string> say)
{
    private static readonly TimeSpan RampUp = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan BeforeTheDeed = TimeSpan.FromSeconds(45);
    private static readonly TimeSpan LongestRest = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private static readonly string[] FakeTime = ["/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1", "/usr/lib/aarch64-linux-gnu/faketime/libfaketimeMT.so.1"];

    public async Task<Findings> Go()
    {
        using var cluster = new ClusterScript(options.Programs);
        await using var receiver = new Receiver(options.Deed is null ? 0.03 : 0);
        await receiver.Start();
        try
        {
            Prepare(cluster);
            say("starting the cluster");
            await cluster.Up();
            return await Go(cluster, receiver);
        }
        finally
        {
            await cluster.Down();
        }
    }

    private async Task<Findings> Go(ClusterScript cluster, Receiver receiver)
    {
        using var client = new Client(cluster.Front);
        using var enough = new CancellationTokenSource(options.Time, TimeProvider.System);
        var scenarios = new Scenarios(options.Seed);
        var traffic = new Traffic(client, receiver, options.Deed is null ? scenarios.Next : scenarios.NextWithDeadline, options.Rate, options.Deed is null ? TimeSpan.Zero : RampUp);
        var monkey = new Monkey(cluster, receiver, options.Seed, say);
        var asked = traffic.Run(enough.Token);
        if (options.Deed is { } deed)
        {
            await Task.Delay(BeforeTheDeed, TimeProvider.System);
            await monkey.Once(deed, "silo-1");
        }
        else
        {
            await monkey.Run(enough.Token);
        }

        await asked;
        say("load is over; everything is mended");
        await cluster.Up();
        await using var store = await StoreReader.Open(cluster.Redis);
        await Rest(store);
        say("checking");
        var findings = await Findings.Of(client, traffic, receiver, store, new WireCheck(Journals(cluster)));
        findings.Counts.Insert(0, ("broken", string.Join(", ", monkey.Deeds.OrderBy(done => done.Key).Select(done => $"{done.Key} {done.Value}×"))));
        findings.Counts.Insert(0, ("load average at the end", LoadAverage()));
        return findings;
    }

    /// <summary>Journals of both planes; a wall clock on silo-2 that is 7 s fast, where the machine has what it takes.</summary>
    private void Prepare(ClusterScript cluster)
    {
        foreach (var plane in new[] { "plane-1", "plane-2" })
            cluster.Tell(plane, $"Orchestrator__Plane__Journal={Path.Combine(cluster.Folder, $"{plane}.journal")}");
        if (options.Deed is not null)
            return;
        if (FakeTime.FirstOrDefault(File.Exists) is { } library)
            // Without the last one the library fakes the monotonic clock of timed waits after all, and each of them is over at once.
            cluster.Tell("silo-2", $"LD_PRELOAD={library}", "FAKETIME=+7s", "FAKETIME_DONT_FAKE_MONOTONIC=1", "FAKETIME_FORCE_MONOTONIC_FIX=0");
        else
            say("no clock is skewed: package faketime is not installed");
    }

    private static IEnumerable<string> Journals(ClusterScript cluster) => Directory.EnumerateFiles(cluster.Folder, "*.journal");

    /// <summary>Until nothing is under way in the store, or nothing has changed there for a while: a CANCEL alone may take 32 s.</summary>
    private async Task Rest(StoreReader store)
    {
        var (began, changed, last) = (TimeProvider.System.GetTimestamp(), TimeProvider.System.GetTimestamp(), (-1L, -1));
        while (TimeProvider.System.GetElapsedTime(began) < LongestRest && TimeProvider.System.GetElapsedTime(changed) < Silence)
        {
            var now = (await store.UnderWay(), (await store.Waiting()).Count);
            if (now == (0, 0))
                return;
            if (now != last)
                (last, changed) = (now, TimeProvider.System.GetTimestamp());
            await Task.Delay(Look, TimeProvider.System);
        }

        say($"still under way: {last}");
    }

    private static string LoadAverage() => File.Exists("/proc/loadavg")
        ? string.Join(' ', File.ReadAllText("/proc/loadavg").Split(' ').Take(3))
        : string.Create(CultureInfo.InvariantCulture, $"unknown, {Environment.ProcessorCount} cores");
}
