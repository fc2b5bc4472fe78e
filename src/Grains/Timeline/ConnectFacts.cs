using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Timeline;

/// <summary>What the entries say of one connect, gathered; the view and its verdict are read off it.</summary>
internal sealed class ConnectFacts(string connectId)
{
    private readonly string _callerId = CallIds.IsConnect(connectId) ? CallIds.Caller(CallIds.SessionOf(connectId)) : "";
    private readonly LegStory _caller = new();
    private readonly Dictionary<string, LegStory> _legs = [];
    private readonly Dictionary<int, int> _legsOfGroup = [];

    public DateTimeOffset? AcceptedAt { get; private set; }

    public int LatestGroup { get; private set; }

    /// <summary>Number of the leg that won, and when it did.</summary>
    public (int Leg, DateTimeOffset At)? Winner { get; private set; }

    public DateTimeOffset? ConnectedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public ConnectDisconnected? Disconnected { get; private set; }

    public ConnectFailed? Failed { get; private set; }

    public long? FirstAbnormal { get; private set; }

    public WebhookTally Webhooks { get; } = new();

    public ConnectStatus Status => this switch
    {
        { Failed: not null } => ConnectStatus.Failed,
        { Disconnected: not null } => ConnectStatus.Disconnected,
        { ConnectedAt: not null } => ConnectStatus.Connected,
        _ => ConnectStatus.Connecting,
    };

    /// <summary>B legs that were created, in the plan's order.</summary>
    public IReadOnlyList<(string CallId, LegCreated Created, LegStory Story)> Legs =>
    [
        .. _legs.Where(leg => leg.Value.Created is not null)
            .Select(leg => (leg.Key, leg.Value.Created!, leg.Value))
            .OrderBy(leg => leg.Item2.Leg),
    ];

    /// <summary>
    /// A group that was started owes an end of every leg of it, be it one that was given up before it was dialed. A caller who was
    /// brought up for this connect goes with it.
    /// </summary>
    public bool IsComplete =>
        EndedAt is not null
        && _legs.Count >= _legsOfGroup.Values.Sum() && _legs.Values.All(leg => leg.IsGone)
        && (_caller.Arrived is null || _caller.IsGone)
        && Webhooks.AllSettled;

    public void Add(TimelineEntry entry)
    {
        FirstAbnormal ??= entry.Event.IsAbnormal ? entry.Sequence : null;
        Webhooks.Add(entry.Event);
        switch (entry.Event)
        {
            case ConnectAccepted:
                AcceptedAt ??= entry.At;
                break;
            case GroupStarted e:
                LatestGroup = Math.Max(LatestGroup, e.Group);
                _legsOfGroup[e.Group] = e.Legs; // an owner that was brought back may start it again
                break;
            case LegWon e:
                Winner ??= (e.Leg, entry.At);
                break;
            case ConnectBridged e:
                Winner ??= (e.Leg, entry.At);
                ConnectedAt ??= entry.At;
                break;
            case ConnectDisconnected e when EndedAt is null:
                (Disconnected, EndedAt) = (e, entry.At);
                break;
            case ConnectFailed e when EndedAt is null:
                (Failed, EndedAt) = (e, entry.At);
                break;
            case not (WebhookQueued or WebhookAttempted or WebhookGivenUp) when entry.CallId is { } callId:
                (callId == _callerId ? _caller : Leg(callId)).Add(entry);
                break;
        }
    }

    private LegStory Leg(string callId)
    {
        if (!_legs.TryGetValue(callId, out var leg))
            _legs.Add(callId, leg = new());
        return leg;
    }
}
