using System.Collections.Concurrent;

namespace Orchestrator.Chaos;

/// <summary>Breaks one thing after another, and mends it; what it breaks, and when, follows from the seed.</summary>
internal sealed class Monkey(ClusterScript cluster, Receiver receiver, int seed, Action<string> say)
{
    private readonly Random _random = new(seed);

    /// <summary>How often it did what.</summary>
    public ConcurrentDictionary<string, int> Deeds { get; } = new();

    /// <returns>When all that it broke is mended.</returns>
    public async Task Run(CancellationToken enough)
    {
        while (!enough.IsCancellationRequested)
        {
            await Wait(2, 6);
            await Strike();
        }

        receiver.IsDown = false;
    }

    /// <summary>A fixed deed, for measuring.</summary>
    public Task Once(string deed, string name) => deed switch
    {
        "kill" => Kill(name, down: 5),
        "hang" => Hang(name, 25),
        _ => Restart(name),
    };

    private Task Strike() => _random.Next(100) switch
    {
        < 26 => Kill(Silo(), In(0, 8)),
        < 40 => Hang(Silo(), In(1, 5)),
        < 50 => Hang(Silo(), In(18, 25)),
        < 64 => Restart(Silo()),
        < 70 => Kill(Gateway(), In(0, 4)),
        < 76 => Restart(Gateway()),
        < 80 => Kill(Plane(), In(0, 6)),
        < 84 => Restart(Plane()),
        < 88 => Kill("redis", In(0, 2)),
        < 95 => Hang("redis", In(1, 4)),
        _ => LoseReceiver(),
    };

    private async Task Kill(string name, int down)
    {
        Did("killed", name);
        await cluster.Kill(name);
        await Seconds(down);
        await cluster.Start(name);
    }

    /// <summary>A silo that was evicted meanwhile aborts, and is started by its supervisor.</summary>
    private async Task Hang(string name, int seconds)
    {
        Did(seconds < 10 ? "hung for a moment" : "hung until evicted", name);
        await cluster.Kill(name, "STOP");
        await Seconds(seconds);
        await cluster.Kill(name, "CONT");
        await cluster.Up();
    }

    private async Task Restart(string name)
    {
        Did("restarted", name);
        await cluster.Kill(name, "TERM");
        await cluster.Start(name);
    }

    private async Task LoseReceiver()
    {
        Did("down", "receiver");
        receiver.IsDown = true;
        await Wait(2, 12);
        receiver.IsDown = false;
    }

    private void Did(string deed, string name)
    {
        say($"{name} {deed}");
        Deeds.AddOrUpdate($"{name.Split('-')[0]} {deed}", 1, (_, count) => count + 1);
    }

    private string Silo() => $"silo-{In(1, 3)}";

    private string Gateway() => $"gateway-{In(1, 2)}";

    private string Plane() => $"plane-{In(1, 2)}";

    private Task Wait(int from, int to) => Seconds(In(from, to));

    private static Task Seconds(int seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), TimeProvider.System);

    private int In(int from, int to) => _random.Next(from, to + 1);
}
