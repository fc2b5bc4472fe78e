namespace Orchestrator.Grains.Calls;

/// <summary>What was agreed for a leg before it began; its machine reads nothing else.</summary>
/// <param name="IsCaller">The caller's leg (A); otherwise one that a connect dials (B).</param>
/// <param name="RingTimeout">B: longest wait for an answer, from the leg's creation.</param>
/// <param name="ConfirmTimeout">B: longest the confirm script may take, from the answer; null: no script.</param>
/// <param name="CallLimit">Longest the leg may live otherwise; a caller's is that of <c>answer</c>, 4 h, unless an operation on it takes longer.</param>
/// <param name="FromQueue">B: it stands for a call that waits in a queue.</param>
public sealed record LegTerms(bool IsCaller, TimeSpan RingTimeout, TimeSpan? ConfirmTimeout, TimeSpan CallLimit, bool FromQueue = false)
{
    /// <summary>How long a leg that asked to be joined waits for the connect's word before it hangs up by itself; longer than a bridge may take.</summary>
    public static readonly TimeSpan DecisionTimeout = TimeSpan.FromSeconds(60);

    /// <summary>How much longer than <c>max_duration</c> a bridged leg lives before it hangs up by itself.</summary>
    public static readonly TimeSpan BridgeGrace = TimeSpan.FromSeconds(30);

    /// <summary>How long a caller waits for a connect that was asked for, and may never have been accepted.</summary>
    public static readonly TimeSpan DoubtTime = TimeSpan.FromMinutes(2);

    /// <summary><c>max_duration</c> of <c>answer</c>.</summary>
    public static readonly TimeSpan DefaultCallLimit = TimeSpan.FromSeconds(14400);

    /// <summary>The longest <c>max_duration</c> that there is: whoever waits in a queue does not know his taker's.</summary>
    public static readonly TimeSpan LongestBridge = TimeSpan.FromSeconds(86_400);

    /// <summary>How long the caller's leg lives with an operation on it that takes so long at most: that ends first, and something may follow it.</summary>
    public static TimeSpan CallerLimit(TimeSpan operation) => operation + DefaultCallLimit;
}
