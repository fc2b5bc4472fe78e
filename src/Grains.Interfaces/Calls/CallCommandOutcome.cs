namespace Orchestrator.Grains.Interfaces.Calls;

/// <summary>What became of a command of the API.</summary>
public enum CallCommandOutcome
{
    Done,

    /// <summary>No such call in this project.</summary>
    NotFound,

    /// <summary>It has ended.</summary>
    Ended,

    /// <summary>It is not answered, or answered already, and the command needs the other.</summary>
    WrongStage,

    /// <summary>A connect has dialed it: it has no script of its own.</summary>
    NotACaller,

    /// <summary>It is in no connect.</summary>
    NotConnected,
}

/// <summary>In which stage a command is meant for a call.</summary>
public enum CallStage
{
    Any,
    NotAnswered,
    Answered,
}
