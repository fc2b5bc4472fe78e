using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Queues;

namespace Orchestrator.Grains.Interfaces.Connects;

/// <summary>What a B leg tells its connect.</summary>
/// <param name="Number">The leg's number in the plan, from 1.</param>
/// <param name="Ending">Only with <see cref="LegNews.Ended"/>.</param>
/// <param name="Waiter">With <see cref="LegNews.Ready"/>: the call for which a queue's leg stands.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.LegReport")]
public sealed record LegReport(int Number, LegNews News, LegEnding? Ending = null, QueuedCall? Waiter = null);

public enum LegNews
{
    Ringing,

    /// <summary>Answered; its confirm script runs.</summary>
    Confirming,

    /// <summary>Answered, and confirmed if it had to be: asks to be joined.</summary>
    Ready,
    Ended,

    /// <summary>The call for which a queue's leg stood has gone before the bridge: it waits for the next one.</summary>
    Waiting,
}

[GenerateSerializer, Immutable, Alias("orchestrator.LegEnding")]
public sealed record LegEnding(EndReason Reason, Fault Fault, int? SipStatus, string? Detail);

/// <summary>What the caller's leg tells the connect on it.</summary>
/// <param name="PeerId">With <see cref="CallerNews.Bridged"/> and <see cref="CallerNews.BridgeRefused"/>: with whom.</param>
/// <param name="Ending">Only with <see cref="CallerNews.Ended"/>.</param>
/// <param name="WaitId">With a peer out of a queue: it stood for the caller of that wait.</param>
/// <param name="Cause">With <see cref="CallerNews.Ended"/>: why we ended his leg; null: we did not.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.CallerReport")]
public sealed record CallerReport(
    CallerNews News, string? PeerId = null, string? Detail = null, LegEnding? Ending = null, string? WaitId = null, ReleaseCause? Cause = null);

public enum CallerNews
{
    Answered,
    Bridged,
    BridgeRefused,

    /// <summary>Taken up again from what is stored: orders that were not carried out are lost.</summary>
    Restored,
    Ended,
}
