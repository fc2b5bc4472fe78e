using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Telemetry;

public sealed partial class EngineInstruments
{
    /// <summary>These ring only when somebody who should have ended it, and had time to, has not.</summary>
    private static readonly TimerKind[] Backstops = [TimerKind.Decision, TimerKind.GroupBackstop, TimerKind.CallLimit];

    /// <summary>Every fault of ours that may never happen, by all of its attributes.</summary>
    internal void SayZero()
    {
        _connectActive.Add(0);
        _conflicts.Add(0);
        _linesLost.Add(0);
        _notDead.Add(0);
        _reaped.Add(0);
        _callsRefused.Add(0);
        _stuck.Record(0);
        foreach (var outcome in Enum.GetValues<SweepOutcome>())
            _swept.Add(0, OutcomeOf(outcome));
        foreach (var backstop in Backstops)
            _violations.Add(0, InvariantOf(backstop));
    }

    private static KeyValuePair<string, object?> OutcomeOf(SweepOutcome outcome) => new("outcome", SnakeCase.Of(outcome));

    private static KeyValuePair<string, object?> InvariantOf(TimerKind backstop) => new("invariant", $"{SnakeCase.Of(backstop)}_rang");
}
