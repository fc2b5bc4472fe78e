using Orchestrator.Sip.Transactions.Machines;

namespace Orchestrator.Sip.Transactions;

/// <summary>The base values of RFC 3261 table 4, and what follows from them.</summary>
public sealed record SipTimers
{
    public static readonly SipTimers Default = new();

    /// <summary>Estimate of a round trip.</summary>
    public TimeSpan T1 { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest interval of a repeated request that is no INVITE, and of a repeated response.</summary>
    public TimeSpan T2 { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>How long a message may stay in the network.</summary>
    public TimeSpan T4 { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>When a transaction gives up: 32 s with the default T1.</summary>
    public TimeSpan Timeout => T1 * 64;

    /// <summary>How long a timer that ends something runs; zero where a reliable transport needs no waiting.</summary>
    internal TimeSpan Ending(Input timer, bool reliable) => timer switch
    {
        Input.TimerD => reliable ? TimeSpan.Zero : Max(Timeout, TimeSpan.FromSeconds(32)),
        Input.TimerI or Input.TimerK => reliable ? TimeSpan.Zero : T4,
        Input.TimerJ => reliable ? TimeSpan.Zero : Timeout,
        _ => Timeout,
    };

    /// <summary>The interval before retransmission number <paramref name="count"/>, counted from 0.</summary>
    internal TimeSpan Repeating(Input timer, int count, bool proceeding)
    {
        if (proceeding) return T2;
        var doubled = T1 * (1 << Math.Min(count, 16));
        return timer == Input.TimerA || doubled < T2 ? doubled : T2;
    }

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
