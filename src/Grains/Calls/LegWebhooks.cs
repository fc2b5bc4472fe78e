using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Webhooks.Payloads;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Calls;

/// <summary>
/// Which facts about a leg that we dialed its <c>call_state_url</c> (of a call of our own the <c>status_url</c>) is told, and a stream's
/// <c>status_url</c>, and how.
/// </summary>
internal static class LegWebhooks
{
    public static (CallRecord Record, IReadOnlyList<OutboxEntry> Webhooks) Of(
        string spaceId, string id, CallRecord record, DateTimeOffset at, IReadOnlyList<TimelineEvent> facts)
    {
        if ((record.Order?.Leg ?? record.Dialed?.Leg) is not { } leg || (leg.CallStateUrl ?? record.Order?.StreamStatusUrl) is null)
            return (record, []);
        var envelope = new WebhookEnvelope(CallIds.SessionOf(id), at, record.ProjectId, spaceId);
        List<OutboxEntry> webhooks = [];
        foreach (var fact in facts)
        {
            if (leg.CallStateUrl is { } url && StateOf(fact) is { } state && leg.CallStateEvents.HasFlag(EventOf(state)))
                Add(url, WebhookPayloads.CallStateEvent, SnakeCase.Of(state), WebhookPayloads.CallState(envelope, FactsOf(id, record, leg, state, fact)));
            if (record.Order?.StreamStatusUrl is { } streamUrl && StreamStateOf(record, fact) is { } stream)
            {
                Add(
                    streamUrl, WebhookPayloads.StreamEvent, SnakeCase.Of(stream), WebhookPayloads.Stream(envelope, FactsOf(id, record, stream)),
                    asQuery: leg.Stream?.StatusUrlMethod == "GET");
            }
        }

        return (record, webhooks);

        void Add(CallbackUrl url, string type, string what, ReadOnlyMemory<byte> body, bool asQuery = false)
        {
            record = record with { Webhooks = record.Webhooks + 1 };
            webhooks.Add(new OutboxEntry(
                WebhookIds.Of(id, record.Webhooks), id, record.ConnectId, record.ProjectId, url, record.Webhooks, type, what, at, body, asQuery));
        }
    }

    /// <returns>The states that are told; null: there is no URL to tell.</returns>
    public static string[]? WordsOf(PlannedLeg leg) => leg.CallStateUrl is null
        ? null
        : [.. Enum.GetValues<CallState>().Where(state => leg.CallStateEvents.HasFlag(EventOf(state))).Select(state => SnakeCase.Of(state))];

    private static CallStateFacts FactsOf(string id, CallRecord record, PlannedLeg leg, CallState state, TimelineEvent fact) => new(
        id, record.NodeId, state,
        Device.Of(leg.To, record.From, leg.Headers),
        (fact as LegEnded)?.Reason);

    private static StreamFacts FactsOf(string id, CallRecord record, StreamState state) => new(
        record.Order!.CallerId, record.NodeId, id, state, ((StreamDestination)record.Order.Leg.To).Url, record.Order.Leg.Stream?.Name);

    private static CallState? StateOf(TimelineEvent fact) => fact switch
    {
        LegCreated or CallPlaced => CallState.Created,
        LegRang => CallState.Ringing,
        LegAnswered => CallState.Answered,
        LegEnded => CallState.Ended,
        _ => null,
    };

    /// <summary>A handshake that never succeeded was no stream.</summary>
    private static StreamState? StreamStateOf(CallRecord record, TimelineEvent fact) => fact switch
    {
        LegAnswered => StreamState.Streaming,
        LegEnded when record.State is LegOver { WasAnswered: true } => StreamState.Finished,
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
