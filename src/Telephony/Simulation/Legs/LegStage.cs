namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>Where a leg stands on the wire. Only forward: New → Dialed or Offered → Answered or Cancelling → Ended.</summary>
internal enum LegStage
{
    /// <summary>Nothing was sent yet.</summary>
    New,

    /// <summary>Our INVITE is out, unanswered.</summary>
    Dialed,

    /// <summary>A caller's INVITE is in, unanswered.</summary>
    Offered,

    Answered,

    /// <summary>We gave it up and wait for the far end's last word.</summary>
    Cancelling,

    Ended,
}
