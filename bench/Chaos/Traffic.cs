using System.Collections.Concurrent;
using System.Globalization;

namespace Orchestrator.Chaos;

/// <summary>A connect that was taken.</summary>
internal sealed record Operation(string Id, Scenario Scenario)
{
    public string Session { get; } = Id.Split('_')[1];
}

/// <summary>Connects at a constant rate, whatever became of those before; it is reached in even steps.</summary>
internal sealed class Traffic(Client client, Receiver receiver, Func<Scenario> next, int rate, TimeSpan rampUp)
{
    private readonly string _run = Guid.NewGuid().ToString("N");

    public ConcurrentBag<Operation> Taken { get; } = [];

    public int Asked { get; private set; }

    /// <returns>When everything that was asked for was answered.</returns>
    public async Task Run(CancellationToken enough)
    {
        var began = TimeProvider.System.GetTimestamp();
        var asked = new List<Task>();
        while (!enough.IsCancellationRequested)
        {
            var due = DueOf(Asked) - TimeProvider.System.GetElapsedTime(began);
            if (due > TimeSpan.Zero)
                await Task.Delay(due, TimeProvider.System, CancellationToken.None);
            var (scenario, number) = (next(), Asked++);
            asked.Add(Task.Run(() => Ask(scenario, number), CancellationToken.None));
        }

        await Task.WhenAll(asked);
    }

    private TimeSpan DueOf(int number)
    {
        var (seconds, ramp) = ((double)number / rate, rampUp.TotalSeconds);
        return TimeSpan.FromSeconds(seconds < ramp / 2 ? Math.Sqrt(2 * ramp * seconds) : seconds + (ramp / 2));
    }

    private async Task Ask(Scenario scenario, int number)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{_run}-{number}");
        if (await client.Start(scenario.Body(receiver.AddressOf(number)), name) is not { } id)
            return;
        Taken.Add(new Operation(id, scenario));
        if (scenario.CancelAfter is { } after)
        {
            await Task.Delay(after, TimeProvider.System);
            await client.Cancel(id);
        }
    }
}
