using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;

namespace Orchestrator.Grains.Interfaces.Scripts;

/// <summary>
/// One script on one call; its key is the script's id. Every method may be called again with the same arguments and does no harm. A script
/// calls its call only behind its turns, so its call may wait for it.
/// </summary>
[Alias("orchestrator.IScriptGrain")]
public interface IScriptGrain : IGrainWithStringKey
{
    /// <summary>Call → script: run. Returns once it is written down.</summary>
    [Alias("Begin")]
    Task Begin(ScriptOrder order);

    /// <summary>Call → script: the call was answered, whoever asked for it.</summary>
    /// <returns>False: there is no such script.</returns>
    [Alias("CallAnswered")]
    Task<bool> CallAnswered();

    /// <summary>Call → script.</summary>
    /// <param name="number">Rises with every digit of the call.</param>
    [Alias("DigitPressed")]
    Task DigitPressed(long number, char digit);

    /// <summary>Call → script: what it plays has come to its end.</summary>
    /// <param name="wish">Id of the wish that was played.</param>
    /// <param name="problem">Why it could not be played, one clause for people; null: it was played, or stopped.</param>
    [Alias("PlaybackFinished")]
    Task PlaybackFinished(long wish, bool completed, string? problem);

    /// <summary>Call → script: its phone has told what became of a transfer.</summary>
    /// <param name="wish">Id of the wish.</param>
    [Alias("ReferEnded")]
    Task ReferEnded(long wish, int? status, int? targetStatus);

    /// <summary>Call → script: a connect of this script is over.</summary>
    /// <param name="reason">Null: it was connected, and has been disconnected.</param>
    [Alias("ConnectOver")]
    Task ConnectOver(string connectId, FailedReason? reason);

    /// <summary>Wait → script: the call stands in the queue.</summary>
    [Alias("QueueEntered")]
    Task QueueEntered(string waitId, int position, int size);

    /// <summary>Call → script: a wait of this script is over.</summary>
    /// <param name="waited">Until the caller was bridged, or went.</param>
    [Alias("QueueLeft")]
    Task QueueLeft(string waitId, QueueResult result, TimeSpan waited);

    /// <summary>Call → script: whether it waits for this connect, or for this wait in a queue. An owner that was lost may ask for what was left behind.</summary>
    [Alias("Wants")]
    Task<bool> Wants(string operationId);

    /// <summary>Call → script: the call has ended.</summary>
    [Alias("CallEnded")]
    Task CallEnded();

    /// <summary>API → script: another script takes over what was left of this one.</summary>
    /// <returns>False: it is over, or never was.</returns>
    /// <param name="request">Names the request: the same one again changes nothing.</param>
    [Alias("Redirect")]
    Task<bool> Redirect(string request, ScriptPlace place);

    /// <summary>Call → script: whether it was ever begun.</summary>
    [Alias("HasBegun")]
    Task<bool> HasBegun();

    /// <summary>Call → script: a connect of the API takes the call over.</summary>
    /// <returns>Whether it is over, now or before; false: it is in an operation of its own, or has not begun.</returns>
    [Alias("GiveWay")]
    Task<bool> GiveWay();

    /// <summary>The script to itself: something that it waited for has come.</summary>
    [Alias("Collect")]
    Task Collect();

    /// <summary>Sweeper → script: by the store you are overdue. Harmless when it is not so.</summary>
    [Alias("Wake"), ResponseTimeout("00:00:02")]
    Task Wake();
}
