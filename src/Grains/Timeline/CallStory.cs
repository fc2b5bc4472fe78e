using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Timeline;

/// <summary>Folds a session's entries into what one leg looks like, the caller's or one that a connect dialed.</summary>
public static class CallStory
{
    /// <param name="entries">Entries of the session, in order; those of other legs are passed over.</param>
    /// <returns>Null: no such call was created.</returns>
    public static CallView? Of(string callId, IEnumerable<TimelineEntry> entries) => Fold(callId, entries).View;

    /// <summary>Nothing more is to come: ended, gone from the wire, its webhooks settled.</summary>
    public static bool IsComplete(string callId, IEnumerable<TimelineEntry> entries) => Fold(callId, entries).Complete;

    private static (CallView? View, bool Complete) Fold(string callId, IEnumerable<TimelineEntry> entries)
    {
        var story = new LegStory();
        var webhooks = new WebhookTally();
        string? connectId = null;
        foreach (var entry in entries.Where(entry => entry.CallId == callId))
        {
            story.Add(entry);
            webhooks.Add(entry.Event);
            connectId = entry.ConnectId ?? connectId;
        }

        return (View(callId, connectId, story), story.IsGone && webhooks.AllSettled);
    }

    private static CallView? View(string callId, string? connectId, LegStory story) => story switch
    {
        { Arrived: { } caller } => View(callId, connectId, story, CallDirection.Inbound, caller.From, caller.To),
        { Placed: { } call } => View(callId, connectId, story, CallDirection.Outbound, call.From, call.To),
        { Created: { } leg } => View(callId, connectId, story, CallDirection.Outbound, leg.From, leg.To),
        _ => null,
    };

    private static CallView View(string callId, string? connectId, LegStory story, CallDirection direction, string from, string to) => new()
    {
        Id = callId,
        ConnectId = connectId,
        Direction = direction,
        State = story.State,
        EndReason = story.Ended?.Reason,
        From = from,
        To = to,
        CreatedAt = story.CreatedAt,
        AnsweredAt = story.AnsweredAt,
        EndedAt = story.EndedAt,
    };
}
