using Orchestrator.Load;
using Orchestrator.SipBench.Measuring;
using Orchestrator.SipBench.Subjects;

namespace Orchestrator.SipBench;

/// <summary>One rate, held for a while: the phones are put up, the caller calls, and everything is looked at when the last call is over.</summary>
internal sealed class Run(Subject subject, Phones phones, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    public async Task<Result> Hold(int rate, int seconds)
    {
        var calls = rate * seconds;
        using var capture = await Capture.Begin(phones, clock);
        using var winner = Sipp.Phone("winner", phones.Winner, calls);
        using var loser = Sipp.Phone("loser", phones.Loser, calls);
        await Task.Delay(TimeSpan.FromMilliseconds(500), clock);
        var before = subject.Processes.ToDictionary(process => process.Key, process => ProcessorTime.Of(process.Value));
        var allocated = await subject.Allocated();
        using var caller = Sipp.Caller(phones.Caller, calls, rate, subject.Door ?? phones.Winner);
        await caller.Exits(TimeSpan.FromSeconds(seconds) + Patience);
        await winner.Exits(LastWords);
        if (subject.Door is not null) await loser.Exits(LastWords);
        var load = MachineLoad.Now();
        var spent = subject.Processes.ToDictionary(process => process.Key, process => (ProcessorTime.Of(process.Value) - before[process.Key]) / calls);
        allocated = await subject.Allocated() - allocated;

        Sipp[] needed = subject.Door is null ? [caller, winner] : [caller, winner, loser];
        return new Result
        {
            Rate = rate,
            Calls = calls,
            Succeeded = needed.Min(sipp => sipp.Succeeded),
            Repeated = needed.Sum(sipp => sipp.Repeated),
            Troubles = [.. needed.Where(sipp => sipp.Succeeded < calls).Select(sipp => $"{sipp.Name}: {sipp.Succeeded} of {calls}, {sipp.Trouble ?? "nothing unexpected came"}")],
            Spent = spent,
            Allocated = allocated / calls,
            Delays = await capture.End(phones),
            MachineLoad = load,
            Left = await subject.Leftovers(),
        };
    }
}

internal sealed record Result
{
    /// <summary>Calls a second that were made.</summary>
    public required int Rate { get; init; }

    public required int Calls { get; init; }

    /// <summary>Of these, calls that went just so for everybody: the caller, the winner and the loser.</summary>
    public required int Succeeded { get; init; }

    /// <summary>Messages that caller and phones sent again because nothing came.</summary>
    public required int Repeated { get; init; }

    /// <summary>Of whom not every call went well: how many did, and the first message that was not expected.</summary>
    public required IReadOnlyList<string> Troubles { get; init; }

    /// <summary>Milliseconds of processor time a call, by process.</summary>
    public required IReadOnlyDictionary<string, double> Spent { get; init; }

    /// <summary>Bytes a call, where they are counted.</summary>
    public required double? Allocated { get; init; }

    public required Delays Delays { get; init; }

    public required double? MachineLoad { get; init; }

    /// <summary>What should be over and is not.</summary>
    public required IReadOnlyList<string> Left { get; init; }
}
