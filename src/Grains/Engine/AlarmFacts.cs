using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Engine;

/// <summary>The timeline's lines about timers follow from the states before and after; no machine writes them.</summary>
internal static class AlarmFacts
{
    /// <param name="firedAt">When the alarm of the state before rang, if that is what happened.</param>
    public static IEnumerable<TimelineEvent> Between(Alarm? before, Alarm? after, DateTimeOffset? firedAt)
    {
        if (before is not null && firedAt is { } at)
            yield return new TimerFired(before.Kind, Math.Max(0, (at - before.Due).TotalMilliseconds));
        if (before == after)
            yield break;
        if (before is not null && firedAt is null)
            yield return new TimerCleared(before.Kind);
        if (after is not null)
            yield return new TimerArmed(after.Kind, after.Due);
    }
}
