using Orchestrator.Grains.Interfaces.Connects;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>What the plan and the far ends alone lead to when nothing goes wrong, worked out from the rules and without the machines.</summary>
/// <param name="Winner">The leg that is connected; null: nobody.</param>
/// <param name="Reason">Why it failed; null: it was connected.</param>
/// <param name="EndedBy">Who or what ended the bridge; null: there was none.</param>
/// <param name="At">When it is over.</param>
internal sealed record Forecast(int? Winner, FailedReason? Reason, BridgeEnd? EndedBy, int At)
{
    /// <summary>Null: two things happen at the very same moment, so either may come first.</summary>
    public static Forecast? Of(Scenario scenario)
    {
        if (scenario.ApiEndsAt is { } end && end == scenario.CallerHangsUpAt)
            return null;
        var start = 0;
        var best = FailedReason.Error;
        var stop = First((scenario.ApiEndsAt, BridgeEnd.ApiRequest), (scenario.CallerHangsUpAt, BridgeEnd.Caller));
        for (var group = 1; group <= scenario.Groups; group++)
        {
            var legs = scenario.Legs.Select((leg, at) => (Number: at + 1, Leg: leg)).Where(leg => leg.Leg.Group == group)
                .Select(leg => (leg.Number, leg.Leg, Course: CourseOf(leg.Leg))).ToList();
            if (legs.Any(leg => leg.Course is null) || legs.DistinctBy(leg => leg.Course!.Value.At).Count() < legs.Count)
                return null;
            var asking = legs.Where(leg => leg.Course!.Value.Reason is null).OrderBy(leg => leg.Course!.Value.At).ToList();
            var over = start + (asking.Count > 0 ? asking[0].Course!.Value.At : legs.Max(leg => leg.Course!.Value.At));
            if (stop is { At: var stopAt } && stopAt <= over)
                return stopAt == over ? null : new Forecast(null, FailedReason.Cancel, null, stopAt);
            if (asking.Count > 0)
                return Talk(scenario, asking[0].Number, asking[0].Leg, start, over, stop);
            best = legs.Select(leg => leg.Course!.Value.Reason!.Value).Append(best).Min();
            start = over;
        }

        return new Forecast(null, best, null, start);
    }

    private static Forecast? Talk(Scenario scenario, int winner, LegScript leg, int start, int connected, (int At, BridgeEnd What)? stop)
    {
        var answered = start + leg.After;
        var end = First(
            (stop?.At, stop?.What ?? default), (connected + scenario.MaxDuration, BridgeEnd.MaxDuration),
            (answered + leg.HangsUpAfter, BridgeEnd.Callee), (answered + leg.LosesMediaAfter, BridgeEnd.Error));
        return end is { } e && e.At > connected ? new Forecast(winner, null, e.What, e.At) : null;
    }

    /// <returns>When the leg asks to be joined (no reason) or ends (why), from its dialing.</returns>
    private static (int At, FailedReason? Reason)? CourseOf(LegScript leg)
    {
        if (leg.Does == FarEndDoes.Nothing || leg.After > leg.Timeout)
            return (leg.Timeout, FailedReason.NoAnswer);
        if (leg.After == leg.Timeout)
            return null;
        if (leg.Does != FarEndDoes.Answer)
            return (leg.After, ReasonOf(leg));
        if (leg.Confirm is not { } confirm)
            return (leg.After, null);
        var first = First(
            (confirm.EndsAfter, confirm.Passes ? (FailedReason?)null : FailedReason.NoAnswer), (confirm.Timeout, FailedReason.NoAnswer),
            (leg.HangsUpAfter, FailedReason.NoAnswer), (leg.LosesMediaAfter, FailedReason.Error));
        return first is { } e ? (leg.After + e.At, e.What) : null;
    }

    private static FailedReason ReasonOf(LegScript leg) => (leg.Does, leg.Status) switch
    {
        (FarEndDoes.Reject, 603 or 607 or 608 or 403) => FailedReason.Declined,
        (FarEndDoes.Reject, 486 or 600) => FailedReason.Busy,
        (FarEndDoes.Reject, 408 or 480 or 487) => FailedReason.NoAnswer,
        _ => FailedReason.Error,
    };

    /// <returns>The earliest of those that happen at all; null: none does, or two happen at once.</returns>
    private static (int At, T What)? First<T>(params (int? At, T What)[] all)
    {
        var happen = all.Where(one => one.At is not null).OrderBy(one => one.At).ToList();
        return happen.Count == 0 || (happen.Count > 1 && happen[0].At == happen[1].At) ? null : (happen[0].At!.Value, happen[0].What);
    }
}
