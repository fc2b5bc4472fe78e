using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Timeline;

/// <summary>Folds a session's entries into what one connect looks like.</summary>
public static class ConnectStory
{
    /// <param name="entries">Entries of the session, in order; those of other connects are passed over.</param>
    /// <returns>Null: no such connect was accepted.</returns>
    public static ConnectView? Of(string connectId, IEnumerable<TimelineEntry> entries)
    {
        var facts = new ConnectFacts(connectId);
        foreach (var entry in entries.Where(entry => entry.ConnectId == connectId))
            facts.Add(entry);
        return facts.AcceptedAt is { } acceptedAt && CallIds.IsConnect(connectId) ? View(connectId, facts, acceptedAt) : null;
    }

    private static ConnectView View(string connectId, ConnectFacts facts, DateTimeOffset acceptedAt) => new()
    {
        Id = connectId,
        CallId = CallIds.Caller(CallIds.SessionOf(connectId)),
        State = facts.Status,
        FailedReason = facts.Failed?.Reason,
        EndedBy = facts.Disconnected?.EndedBy,
        Peer = facts.Winner is { } winner ? CallIds.Leg(connectId, winner.Leg) : null,
        Verdict = Verdict.Of(facts),
        FirstAbnormal = facts.FirstAbnormal,
        CreatedAt = acceptedAt,
        ConnectedAt = facts.ConnectedAt,
        EndedAt = facts.EndedAt,
        // An array: what a collection expression makes of an interface cannot be sent between silos.
        Legs = facts.Legs.Select(leg => View(leg.CallId, leg.Created, leg.Story, facts.Winner?.Leg)).ToArray(),
        Complete = facts.IsComplete,
    };

    private static LegView View(string callId, LegCreated created, LegStory story, int? winner) => new()
    {
        CallId = callId,
        Leg = created.Leg,
        Group = created.Group,
        Kind = created.Type,
        From = created.From,
        To = created.To,
        State = story.State,
        EndReason = story.Ended?.Reason,
        SipStatus = story.Ended?.SipStatus,
        Won = created.Leg == winner,
        CreatedAt = story.CreatedAt,
        RingingAt = story.RingingAt,
        AnsweredAt = story.AnsweredAt,
        EndedAt = story.EndedAt,
    };
}
