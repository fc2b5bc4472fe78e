using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Tests.Simulation;

/// <summary>An event as a log line tells it.</summary>
internal static class Sentence
{
    public static string Of(PlaneEvent planeEvent) => planeEvent switch
    {
        Ended { Cause: { SipStatus: { } status } cause } => $"Ended {cause.Kind} {status}",
        Ended ended => $"Ended {ended.Cause.Kind}",
        DigitPressed press => $"DigitPressed {press.Digit}",
        PlaybackFinished finished => $"PlaybackFinished {finished.PlaybackId} {(finished.Completed ? "completed" : finished.Replaced ? "replaced" : finished.Problem ?? "stopped")}",
        _ => planeEvent.GetType().Name,
    };
}
