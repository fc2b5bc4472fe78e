using System.Diagnostics;
using System.Globalization;

namespace Orchestrator.Webhooks;

/// <summary>A sender process: makes transitions at a rate and sends their webhooks. It tells of every one that counts as made.</summary>
internal static class SenderProgram
{
    public const string Done = "done";

    public static async Task Run(Job job)
    {
        using var host = job.Kind == "durable" ? DurableSender.Build(job) : null;
        if (host is not null)
            await host.StartAsync();
        ISender sender = host is null ? new NaiveSender(job) : new DurableSender(host, job);
        await using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = false };
        var gate = new SemaphoreSlim(job.AtOnce);
        var lanes = new Task[job.Lanes];
        Array.Fill(lanes, Task.CompletedTask);
        var started = Stopwatch.GetTimestamp();
        for (var index = 0; index < job.Total; index++)
        {
            if (job.Rate > 0)
                await Until(started, (double)index / job.Rate);
            await gate.WaitAsync();
            var (lane, number) = job[index];
            var stamp = Stopwatch.GetTimestamp();
            lanes[lane] = Make(lanes[lane], lane, number, stamp);
            if (index % 50 == 0)
                await Flush();
        }

        await Task.WhenAll(lanes);
        await Flush();
        Console.WriteLine(Done);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);

        // Transitions of one lane follow each other, as a grain's turns do.
        async Task Make(Task before, int lane, int number, long stamp)
        {
            await before;
            await sender.Make(lane, number, stamp);
            gate.Release();
            lock (output)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{job.NameOf(lane)} {number}"));
        }

        Task Flush()
        {
            lock (output)
                output.Flush();
            return Task.CompletedTask;
        }
    }

    private static async Task Until(long started, double seconds)
    {
        var left = seconds - Stopwatch.GetElapsedTime(started).TotalSeconds;
        if (left > 0.001)
            await Task.Delay(TimeSpan.FromSeconds(left), TimeProvider.System);
    }
}

internal interface ISender
{
    /// <summary>Makes a transition; its webhook is on its way when this ends.</summary>
    /// <param name="stamp">When it began, to be told to the receiver.</param>
    Task Make(int lane, int number, long stamp);
}
