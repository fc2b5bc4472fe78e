namespace Orchestrator.Grains.Interfaces.Controls;

/// <summary>
/// One playback, one collecting of digits or one transfer on a call, ordered by the API; its key is its id. Every method may be called again with the
/// same arguments and does no harm. It calls its call only behind its turns, so its call may wait for it.
/// </summary>
[Alias("orchestrator.IControlGrain")]
public interface IControlGrain : IGrainWithStringKey
{
    /// <summary>Call → control: begin. Returns once it is written down.</summary>
    [Alias("Begin")]
    Task<ControlOutcome> Begin(BeginControl request);

    /// <summary>API → playback: hold it where it is.</summary>
    [Alias("Pause")]
    Task<ControlOutcome> Pause(string projectId);

    /// <summary>API → playback: go on from there.</summary>
    [Alias("Resume")]
    Task<ControlOutcome> Resume(string projectId);

    /// <param name="volume">−40 to 40 dB.</param>
    [Alias("SetVolume")]
    Task<ControlOutcome> SetVolume(string projectId, double volume);

    /// <summary>API → collecting: the wait for the first digit counts from now.</summary>
    [Alias("StartTimers")]
    Task<ControlOutcome> StartTimers(string projectId);

    /// <summary>API → control: that is enough.</summary>
    [Alias("Stop")]
    Task<ControlOutcome> Stop(string projectId, ControlKind kind);

    /// <summary>Call → playback: another one takes its place.</summary>
    [Alias("Displaced")]
    Task Displaced();

    /// <summary>Call → playback: it has come to its end on the plane.</summary>
    /// <param name="problem">Why it could not be played, one clause for people; null: it was played, or stopped.</param>
    [Alias("PlaybackFinished")]
    Task PlaybackFinished(bool completed, string? problem);

    /// <summary>Call → collecting.</summary>
    /// <param name="number">Rises with every digit of the call.</param>
    [Alias("DigitPressed")]
    Task DigitPressed(long number, char digit);

    /// <summary>Call → transfer: what became of it.</summary>
    /// <param name="status">The phone's response to the REFER; null: none came.</param>
    /// <param name="targetStatus">What it was told by whom it called; null: nothing.</param>
    [Alias("ReferEnded")]
    Task ReferEnded(int? status, int? targetStatus);

    /// <summary>Call → control: the call has ended.</summary>
    [Alias("CallEnded")]
    Task CallEnded();

    /// <summary>Sweeper → control: by the store you are overdue. Harmless when it is not so.</summary>
    [Alias("Wake"), ResponseTimeout("00:00:02")]
    Task Wake();
}

/// <summary>What is done on the call.</summary>
public enum ControlKind
{
    Play,
    Collect,
    Refer,
}

/// <summary>What became of an order.</summary>
public enum ControlOutcome
{
    Done,

    /// <summary>No such call in this project.</summary>
    CallNotFound,
    CallEnded,

    /// <summary>The call is not answered.</summary>
    NotAnswered,

    /// <summary>Nothing of that kind goes by that name on this call.</summary>
    NotFound,

    /// <summary>It has ended.</summary>
    Ended,

    /// <summary>Another order goes by that name already.</summary>
    Reused,

    /// <summary>As many as one call may have are under way.</summary>
    TooMany,

    /// <summary>The plane that carries the call cannot do that.</summary>
    NotSupported,
}
