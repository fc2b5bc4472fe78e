using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Webhooks.Payloads;

namespace Orchestrator.Grains.Queues;

/// <summary>Which facts about a wait the <c>status_url</c> of its <c>enter_queue</c> is told, and how.</summary>
internal static class WaitWebhooks
{
    public static (WaitRecord Record, IReadOnlyList<OutboxEntry> Webhooks) Of(
        string spaceId, string id, WaitRecord record, DateTimeOffset at, IReadOnlyList<TimelineEvent> facts)
    {
        if (record.Request.StatusUrl is not { } url)
            return (record, []);
        List<OutboxEntry> webhooks = [];
        foreach (var fact in facts)
        {
            if (FactsOf(record, fact) is not { } told)
                continue;
            record = record with { Webhooks = record.Webhooks + 1 };
            var body = WebhookPayloads.Queue(new WebhookEnvelope(CallIds.SessionOf(id), at, record.Request.ProjectId, spaceId), told);
            webhooks.Add(new OutboxEntry(
                WebhookIds.Of(id, record.Webhooks), id, null, record.Request.ProjectId, url, record.Webhooks,
                WebhookPayloads.QueueEvent, SnakeCase.Of(told.Status), at, body));
        }

        return (record, webhooks);
    }

    private static QueueFacts? FactsOf(WaitRecord record, TimelineEvent fact) => fact switch
    {
        WaitEntered e => Facts(record, QueueStatus.Enqueue, e.Position, e.Size, e.AverageSeconds, e.EnteredAt),
        WaitDequeued e => Facts(record, QueueStatus.Dequeue, 0, e.Size, e.AverageSeconds, e.EnteredAt, dequeued: e.DequeuedAt),
        // He who was not let in has not been in it.
        WaitLeft { Result: not QueueResult.Failed } e =>
            Facts(record, QueueStatus.Leave, e.Position, e.Size, e.AverageSeconds, e.EnteredAt, left: e.LeftAt),
        _ => null,
    };

    private static QueueFacts Facts(
        WaitRecord record, QueueStatus status, int position, int size, int average, DateTimeOffset entered,
        DateTimeOffset? dequeued = null, DateTimeOffset? left = null) => new(
            status, record.QueueId, record.Request.QueueName, position, size, average, entered, dequeued, left,
            record.Request.StatusUrl!, record.Request.ControlId, record.Request.CallId, record.Request.NodeId);
}
