using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Tests.Timeline;

/// <summary>A session's entries, told by hand: who, when (in seconds from its beginning), what. Each telling is one commit.</summary>
internal sealed class Tale
{
    public const string Project = "project";
    public const string Session = "0123456789abcdef0123456789abcdef";

    public static readonly DateTimeOffset Start = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);
    public static readonly string ConnectId = CallIds.Connect(Session, "1");
    public static readonly string CallerId = CallIds.Caller(Session);

    private static readonly CallerArrived Arrival = new(Project, "+15550001", "+15550002", Answered: true);

    private readonly List<TimelineEntry> _entries = [];
    private readonly List<int> _commits = [];

    public IReadOnlyList<TimelineEntry> Entries => _entries;

    /// <summary>How many entries are stored after each commit.</summary>
    public IReadOnlyList<int> Commits => _commits;

    public ConnectView View => Grains.Timeline.ConnectStory.Of(ConnectId, _entries)!;

    public static string LegId(int leg) => CallIds.Leg(ConnectId, leg);

    /// <summary>A caller who had arrived before, answered, on whom a connect with these groups begins.</summary>
    public static Tale Accepted(params int[] groups) => new Tale()
        .Tell(0, CallerId, connectId: null, Arrival)
        .Connect(0, new ConnectAccepted(groups, 14400, AnswerOnBridge: false));

    /// <summary>A caller brought up for this connect.</summary>
    public static Tale BroughtUp(params int[] groups) => new Tale()
        .Caller(0, Arrival)
        .Connect(0, new ConnectAccepted(groups, 14400, AnswerOnBridge: false));

    public Tale Connect(double at, params TimelineEvent[] events) => Tell(at, null, ConnectId, events);

    public Tale Caller(double at, params TimelineEvent[] events) => Tell(at, CallerId, ConnectId, events);

    public Tale Leg(double at, int leg, params TimelineEvent[] events) => Tell(at, LegId(leg), ConnectId, events);

    /// <summary>A group starts: these legs are created.</summary>
    public Tale Round(double at, int group, params int[] legs)
    {
        Connect(at, new GroupStarted(group, 9, legs.Length));
        foreach (var leg in legs)
            Leg(at, leg, Creation(leg, group), new TimerArmed(TimerKind.Ring, Start.AddSeconds(at + 20)));
        return this;
    }

    /// <summary>A leg that was given up before it was dialed.</summary>
    public Tale Undialed(double at, int group, int leg) => Leg(
        at, leg, Creation(leg, group), new LegReleased(ReleaseCause.CallerGone, false), new LegEnded(EndReason.Cancel, Fault.None, null, null));

    public Tale Rings(double at, params int[] legs) => legs.Aggregate(this, (tale, leg) => tale.Leg(at, leg, new LegRang()));

    public Tale NoAnswer(double at, params int[] legs) => legs.Aggregate(this, (tale, leg) => tale.LetGo(at, leg, ReleaseCause.NoAnswer, EndReason.NoAnswer));

    public Tale Refused(double at, int leg, EndReason reason, int? status, string? detail = null) =>
        Leg(at, leg, new LegEnded(reason, Fault.Callee, status, detail));

    public Tale LetGo(double at, int leg, ReleaseCause cause, EndReason reason = EndReason.Cancel, bool answered = false) =>
        Leg(at, leg, new LegReleased(cause, answered), new LegEnded(reason, Fault.None, null, null))
            .Leg(at + 0.1, leg, new LegDead("our CANCEL was confirmed", 487, 100));

    /// <summary>The leg answers and wins.</summary>
    public Tale Wins(double at, int leg) => Leg(at, leg, new LegAnswered()).Connect(at, new LegWon(leg));

    public Tale Bridged(double at, int leg) => Caller(at, new LegJoined(LegId(leg)))
        .Connect(at, new ConnectBridged(leg))
        .Leg(at, leg, new LegJoined(CallerId));

    /// <summary>The callee hangs up.</summary>
    public Tale CalleeLeaves(double at, int leg, double after) =>
        Leg(at, leg, new LegEnded(EndReason.Hangup, Fault.None, null, null)).Connect(at, new ConnectDisconnected(BridgeEnd.Callee, after));

    public Tale Attempt(double at, string webhook, int attempt, string outcome, double? next) =>
        Connect(at, new WebhookAttempted(webhook, "calling.call.connect failed", attempt, outcome, outcome == "ok" ? 200 : 500, 12, next));

    /// <summary>Webhooks that what was told last brought about: stored in its commit.</summary>
    public Tale Queued(double at, params string[] webhooks)
    {
        _commits.RemoveAt(_commits.Count - 1);
        return Connect(at, [.. webhooks.Select(id => new WebhookQueued(id, "calling.call.connect failed"))]);
    }

    private static LegCreated Creation(int leg, int group) => new(leg, group, "phone", "+15550001", $"+1555010{leg}", TimeoutSeconds: 20);

    private Tale Tell(double at, string? callId, string? connectId, params TimelineEvent[] events)
    {
        foreach (var happened in events)
            _entries.Add(new(_entries.Count + 1, Start.AddSeconds(at), callId, connectId, happened));
        _commits.Add(_entries.Count);
        return this;
    }
}
