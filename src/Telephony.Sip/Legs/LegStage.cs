namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>Where a leg stands on the wire. Only forward: New → Dialed or Offered → Answering → Answered → Leaving → Ended, or Cancelling.</summary>
internal enum LegStage
{
    /// <summary>Nothing was sent yet.</summary>
    New,

    /// <summary>Our INVITE is out, or about to be, unanswered.</summary>
    Dialed,

    /// <summary>A caller's INVITE is in, unanswered.</summary>
    Offered,

    /// <summary>Answered on the wire; its media are being connected.</summary>
    Answering,

    Answered,

    /// <summary>We gave it up before its answer, and wait for the far end's last word.</summary>
    Cancelling,

    /// <summary>We hung it up after its answer, and wait for the far end's last word.</summary>
    Leaving,

    Ended,
}
