namespace Orchestrator.Telephony.Port;

/// <summary>What became of a command.</summary>
public enum CommandOutcome
{
    /// <summary>Carried out, now or by an earlier copy of the same command.</summary>
    Done,

    /// <summary>No such leg: never dialed here, or released.</summary>
    UnknownLeg,

    /// <summary>The leg, or the peer, has ended or is not in a stage where this can be done.</summary>
    LegGone,

    /// <summary>This plane cannot do that.</summary>
    NotSupported,
}

/// <param name="Detail">What was found, for the timeline; null when done.</param>
/// <param name="Media">Of <see cref="BridgeAcross"/>: where this half takes audio. Null otherwise.</param>
public readonly record struct CommandResult(CommandOutcome Outcome, string? Detail = null, string? Media = null)
{
    /// <summary>Of <see cref="Recall"/>: the leg is answered, whether or not its owner has heard so. False otherwise.</summary>
    public bool IsAnswered { get; init; }

    public static CommandResult Done { get; } = new(CommandOutcome.Done);

    public bool IsDone => Outcome == CommandOutcome.Done;
}
