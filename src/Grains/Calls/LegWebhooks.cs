using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Webhooks.Payloads;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Calls;

/// <summary>Which facts about a leg that we dialed its <c>call_state_url</c> (<c>status_url</c> of <c>dial</c>) is told, and how.</summary>
internal static class LegWebhooks
{
    public static (CallRecord Record, IReadOnlyList<OutboxEntry> Webhooks) Of(
        string spaceId, string id, CallRecord record, DateTimeOffset at, IReadOnlyList<TimelineEvent> facts)
    {
        if ((record.Order?.Leg ?? record.Dialed?.Leg) is not { CallStateUrl: { } url } leg)
            return (record, []);
        List<OutboxEntry> webhooks = [];
        foreach (var fact in facts)
        {
            if (StateOf(fact) is not { } state || !leg.CallStateEvents.HasFlag(EventOf(state)))
                continue;
            record = record with { Webhooks = record.Webhooks + 1 };
            var body = WebhookPayloads.CallState(
                new WebhookEnvelope(CallIds.SessionOf(id), at, record.ProjectId, spaceId),
                new CallStateFacts(
                    id, record.NodeId, state,
                    Device.Of(leg.To, record.From, leg.Headers),
                    (fact as LegEnded)?.Reason));
            webhooks.Add(new OutboxEntry(
                WebhookIds.Of(id, record.Webhooks), id, record.ConnectId, record.ProjectId, url, record.Webhooks,
                WebhookPayloads.CallStateEvent, SnakeCase.Of(state), at, body));
        }

        return (record, webhooks);
    }

    private static CallState? StateOf(TimelineEvent fact) => fact switch
    {
        LegCreated or CallPlaced => CallState.Created,
        LegRang => CallState.Ringing,
        LegAnswered => CallState.Answered,
        LegEnded => CallState.Ended,
        _ => null,
    };

    private static CallStateEvents EventOf(CallState state) => state switch
    {
        CallState.Created => CallStateEvents.Created,
        CallState.Ringing => CallStateEvents.Ringing,
        CallState.Answered => CallStateEvents.Answered,
        _ => CallStateEvents.Ended,
    };
}
