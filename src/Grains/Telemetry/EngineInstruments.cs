using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orchestrator.Grains.Calls;
using Orchestrator.Grains.Connects;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Telemetry;

/// <summary>What the engine measures. No id, number or URL is ever an attribute; <c>error.type</c> stands only on failures.</summary>
public sealed partial class EngineInstruments
{
    /// <summary>The meter's, and the activity source's, name.</summary>
    public const string Name = "Orchestrator";

    /// <summary>For what the engine does itself: 1 ms to 10 s.</summary>
    private static readonly InstrumentAdvice<double> Short = new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] };

    /// <summary>For what people do: 1 s to 4 h.</summary>
    private static readonly InstrumentAdvice<double> Long = new() { HistogramBucketBoundaries = [1, 2.5, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400] };

    private readonly Histogram<double> _connectDuration;
    private readonly UpDownCounter<long> _connectActive;
    private readonly Histogram<double> _dispatch;
    private readonly Histogram<double> _bridge;
    private readonly Counter<long> _legs;
    private readonly Histogram<double> _postDialDelay;
    private readonly Histogram<double> _ring;
    private readonly Histogram<double> _cancel;
    private readonly Histogram<double> _timerLag;
    private readonly Counter<long> _conflicts;
    private readonly Counter<long> _refusedCommands;
    private readonly Counter<long> _ignored;
    private readonly Counter<long> _linesLost;
    private readonly Counter<long> _notDead;
    private readonly Counter<long> _reaped;
    private readonly Counter<long> _swept;
    private readonly Counter<long> _callsRefused;
    private readonly Counter<long> _violations;
    private readonly Gauge<long> _stuck;
    private long _connectsActive;
    private readonly Counter<long> _scripts;

    public EngineInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _connectDuration = meter.CreateHistogram("orchestrator.connect.duration", "s", "From acceptance to the end of a connect.", advice: Long);
        _connectActive = meter.CreateUpDownCounter<long>("orchestrator.connect.active", "{connect}", "Connects that are not over, where they live.");
        _dispatch = meter.CreateHistogram("orchestrator.connect.dispatch.duration", "s", "From acceptance to the first leg's creation.", advice: Short);
        _bridge = meter.CreateHistogram("orchestrator.bridge.duration", "s", "How long caller and callee were connected.", advice: Long);
        _legs = meter.CreateCounter<long>("orchestrator.leg.attempts", "{leg}", "Legs that ended, by how.");
        _postDialDelay = meter.CreateHistogram("orchestrator.leg.post_dial_delay", "s", "From a leg's creation to its ringing.", advice: Short);
        _ring = meter.CreateHistogram("orchestrator.leg.ring.duration", "s", "From a leg's creation to its answer.", advice: Long);
        _cancel = meter.CreateHistogram("orchestrator.leg.cancel.duration", "s", "From a leg's end to the wire's last word.", advice: Short);
        _timerLag = meter.CreateHistogram("orchestrator.timer.lag", "s", "How long after its instant a deadline was acted on.", advice: Short);
        _conflicts = meter.CreateCounter<long>("orchestrator.commit.conflicts", "{commit}", "Commits refused: another owner had committed.");
        _refusedCommands = meter.CreateCounter<long>("orchestrator.plane.refusals", "{command}", "Commands the plane did not carry out.");
        _ignored = meter.CreateCounter<long>("orchestrator.event.ignored", "{event}", "Events that changed nothing: repeated, late or early.");
        _linesLost = meter.CreateCounter<long>("orchestrator.timeline.lines_lost", "{line}", "Lines of timelines that a store that was away did not take.");
        _notDead = meter.CreateCounter<long>("orchestrator.leg.not_dead", "{leg}", "Legs that the wire had not let go of five minutes after their end.");
        _reaped = meter.CreateCounter<long>("orchestrator.leg.node_lost", "{leg}", "Legs that were told that their node is gone.");
        _callsRefused = meter.CreateCounter<long>("orchestrator.call.refused", "{call}", "Calls that came in and were refused, since their project had as many as it may have.");
        _swept = meter.CreateCounter<long>("orchestrator.sweeper.claims", "{record}", "Overdue records that this silo was given to look after, by outcome.");
        _stuck = meter.CreateGauge<long>("orchestrator.operation.stuck", "{record}", "Overdue records that could be neither woken nor carried on when this silo tried last.");
        _scripts = meter.CreateCounter<long>("orchestrator.script.ended", "{script}", "Scripts that ended, by how.");
        _violations = meter.CreateCounter<long>("orchestrator.invariant.violations", "{violation}", "Backstops that rang: what they wait for must have ended before.");
    }

    public ActivitySource Source { get; } = new(Name);

    /// <summary>Connects that are not over and live here.</summary>
    internal long ConnectsActive => Interlocked.Read(ref _connectsActive);

    internal void ConnectActive(int change)
    {
        Interlocked.Add(ref _connectsActive, change);
        _connectActive.Add(change);
    }

    public void CommitConflict() => _conflicts.Add(1);

    internal void LinesLost(int lines) => _linesLost.Add(lines);

    internal void NotDead() => _notDead.Add(1);

    internal void CallRefused() => _callsRefused.Add(1);

    internal void Reaped(int legs) => _reaped.Add(legs);

    internal void Swept(SweepOutcome outcome) => _swept.Add(1, OutcomeOf(outcome));

    internal void Stuck(int records) => _stuck.Record(records);

    internal void Ignored(string machine) => _ignored.Add(1, new KeyValuePair<string, object?>("machine", machine));

    internal void PlaneCommand(PlaneCommand command, CommandResult result)
    {
        if (!result.IsDone)
            _refusedCommands.Add(1, new("command", command.Name), new("error.type", SnakeCase.Of(result.Outcome)));
    }

    internal void Leg(string id, CallRecord record, IReadOnlyList<TimelineEvent> facts, DateTimeOffset at)
    {
        var kind = new KeyValuePair<string, object?>("kind", record.Order?.Leg.To.Kind ?? "caller");
        foreach (var fact in facts)
        {
            switch (fact)
            {
                case LegRang:
                    _postDialDelay.Record((at - record.CreatedAt).TotalSeconds, kind);
                    break;
                case LegAnswered when record.Order is not null:
                    _ring.Record((at - record.CreatedAt).TotalSeconds, kind);
                    break;
                case LegEnded e:
                    _legs.Add(1, kind, new("end_reason", SnakeCase.Of(e.Reason)), new("fault", SnakeCase.Of(e.Fault)));
                    LegSpan(id, record, e, at);
                    break;
                case LegDead e:
                    _cancel.Record(e.AfterMilliseconds / 1000, kind);
                    break;
                case TimerFired e:
                    Lag(e);
                    break;
            }
        }
    }

    internal void Connect(string id, ConnectRecord record, IReadOnlyList<TimelineEvent> facts, DateTimeOffset at)
    {
        foreach (var fact in facts)
        {
            switch (fact)
            {
                case GroupStarted { Group: 1 }:
                    _dispatch.Record((at - record.CreatedAt).TotalSeconds);
                    break;
                case ConnectBridged:
                    ConnectSpan(id, record, at, error: null);
                    break;
                case ConnectDisconnected e:
                    _bridge.Record(e.BridgedSeconds, new KeyValuePair<string, object?>("ended_by", SnakeCase.Of(e.EndedBy)));
                    BridgeSpan(id, record, at, e);
                    ConnectEnded(record, at, new("result", "connected"), new("fault", SnakeCase.Of(Fault.None)));
                    break;
                case ConnectFailed e:
                    ConnectSpan(id, record, at, SnakeCase.Of(e.Reason));
                    ConnectEnded(record, at, new("result", "failed"), new("fault", SnakeCase.Of(e.Fault)), new("error.type", SnakeCase.Of(e.Reason)));
                    break;
                case TimerFired e:
                    Lag(e);
                    break;
            }
        }
    }

    internal void Script(IReadOnlyList<TimelineEvent> facts)
    {
        foreach (var fact in facts)
        {
            switch (fact)
            {
                case ScriptEnded e:
                    _scripts.Add(1, new KeyValuePair<string, object?>("outcome", e.Outcome));
                    break;
                case ScriptFailed e:
                    _scripts.Add(1, new("outcome", "failed"), new("error.type", e.Code));
                    break;
                case TimerFired e:
                    Lag(e);
                    break;
            }
        }
    }

    private void ConnectEnded(ConnectRecord record, DateTimeOffset at, params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        _connectDuration.Record((at - record.CreatedAt).TotalSeconds, tags);
    }

    private void Lag(TimerFired e)
    {
        _timerLag.Record(e.LateMilliseconds / 1000, new KeyValuePair<string, object?>("timer", SnakeCase.Of(e.Timer)));
        if (Backstops.Contains(e.Timer))
            _violations.Add(1, InvariantOf(e.Timer));
    }

    /// <summary>A span of the setup, written when its verdict is known: it ends with the answer, not with the talk.</summary>
    private void ConnectSpan(string id, ConnectRecord record, DateTimeOffset at, string? error) =>
        Span("connect", ActivityKind.Internal, id, record.Trace, record.CreatedAt, at, error);

    private void LegSpan(string id, CallRecord record, LegEnded e, DateTimeOffset at)
    {
        if (record.Order is { } order)
            Span($"leg {order.Leg.To.Kind}", ActivityKind.Client, id, order.Trace, record.CreatedAt, at, e.Reason == EndReason.Hangup ? null : SnakeCase.Of(e.Reason));
    }

    /// <summary>The talk is a span of its own, linked to the setup: hours long, it must not hold the trace open.</summary>
    private void BridgeSpan(string id, ConnectRecord record, DateTimeOffset at, ConnectDisconnected e)
    {
        if (!Source.HasListeners())
            return;
        ActivityContext.TryParse(record.Trace, null, out var setup);
        using var span = Source.StartActivity("bridge", ActivityKind.Internal, default(ActivityContext), links: [new ActivityLink(setup)], startTime: at.AddSeconds(-e.BridgedSeconds));
        span?.SetTag("orchestrator.id", id).SetTag("ended_by", SnakeCase.Of(e.EndedBy)).SetEndTime(at.UtcDateTime);
    }

    private void Span(string name, ActivityKind kind, string id, string? parent, DateTimeOffset from, DateTimeOffset to, string? error)
    {
        if (!Source.HasListeners())
            return;
        ActivityContext.TryParse(parent, null, out var context);
        using var span = Source.StartActivity(name, kind, context, startTime: from);
        if (span is null)
            return;
        span.SetTag("orchestrator.id", id);
        if (error is not null)
            span.SetStatus(ActivityStatusCode.Error).SetTag("error.type", error);
        span.SetEndTime(to.UtcDateTime);
    }
}
