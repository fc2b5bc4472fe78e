using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;

namespace Orchestrator.Grains.Connects;

/// <summary>From how the legs ended to the one reason why nobody was reached.</summary>
internal static class FailedReasons
{
    /// <summary>The best over all legs tried: declined, busy, no_answer, error. A leg that we cancelled says nothing about its callee.</summary>
    public static FailedReason BestOf(IEnumerable<LegTrack> legs) =>
        legs.Where(leg => leg.Ending is { Reason: not EndReason.Cancel }).Select(leg => Of(leg.Ending!)).DefaultIfEmpty(FailedReason.Error).Min();

    /// <summary>A callee who answered and then hung up or did not confirm has, for the caller, not answered.</summary>
    private static FailedReason Of(LegEnding ending) => ending.Reason switch
    {
        EndReason.Declined => FailedReason.Declined,
        EndReason.Busy => FailedReason.Busy,
        EndReason.NoAnswer or EndReason.Hangup => FailedReason.NoAnswer,
        _ => FailedReason.Error,
    };

    public static Fault FaultOf(FailedReason reason, IEnumerable<LegTrack> legs) => reason switch
    {
        FailedReason.Cancel => Fault.None,
        FailedReason.Error => legs.Select(leg => leg.Ending?.Fault).FirstOrDefault(fault => fault is Fault.Ours)
            ?? legs.Select(leg => leg.Ending?.Fault).FirstOrDefault(fault => fault is not null) ?? Fault.Unknown,
        _ => Fault.Callee,
    };
}
