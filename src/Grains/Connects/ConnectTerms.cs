using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Connects;

/// <summary>What the machine reads of a plan.</summary>
/// <param name="LongestOfGroup">Per group, the longest that any of its legs can take by its own timers.</param>
/// <param name="HasRingback">The caller is to hear something of the plan's while legs are dialed.</param>
public sealed record ConnectTerms(IReadOnlyList<TimeSpan> LongestOfGroup, TimeSpan MaxDuration, bool AnswerOnBridge, bool HasRingback = false)
{
    /// <summary>How long the caller's leg may take to be answered, or to be bridged, before the connect gives up.</summary>
    public static readonly TimeSpan CallerTimeout = TimeSpan.FromSeconds(30);

    /// <summary>How much longer than its legs' own timers a group may take before what is left of it is taken for lost.</summary>
    public static readonly TimeSpan GroupGrace = TimeSpan.FromSeconds(60);

    public int Groups => LongestOfGroup.Count;

    /// <summary>By then the operation is over, whatever happens.</summary>
    public TimeSpan Longest => LongestOfGroup.Aggregate(CallerTimeout + CallerTimeout + MaxDuration, (sum, group) => sum + group + GroupGrace);

    public static ConnectTerms Of(ConnectPlan plan) => new(
        [.. plan.Groups.Select(group => group.Legs.Max(leg => leg.Confirm is null ? leg.Timeout : leg.Timeout + leg.ConfirmTimeout))],
        plan.MaxDuration,
        plan.AnswerOnBridge,
        !plan.Ringback.IsEmpty);
}
