using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Webhooks.Payloads;

namespace Orchestrator.Grains.Connects;

/// <summary>Which facts about a connect its <c>status_url</c> is told, and how.</summary>
internal static class ConnectWebhooks
{
    public static (ConnectRecord Record, IReadOnlyList<OutboxEntry> Webhooks) Of(
        string spaceId, string id, ConnectRecord record, DateTimeOffset at, IReadOnlyList<TimelineEvent> facts)
    {
        if (record.Plan.StatusUrl is not { } url)
            return (record, []);
        List<OutboxEntry> webhooks = [];
        foreach (var fact in facts)
        {
            if (FactsOf(id, record, fact) is not { } told)
                continue;
            record = record with { Webhooks = record.Webhooks + 1 };
            var body = WebhookPayloads.ConnectState(new WebhookEnvelope(CallIds.SessionOf(id), at, record.ProjectId, spaceId), told);
            webhooks.Add(new OutboxEntry(
                WebhookIds.Of(id, record.Webhooks), id, id, record.ProjectId, url, record.Webhooks,
                WebhookPayloads.ConnectEvent, SnakeCase.Of(told.State), at, body));
        }

        return (record, webhooks);
    }

    /// <summary><c>connecting</c> is told when the first leg is dialed, not before.</summary>
    private static ConnectStateFacts? FactsOf(string id, ConnectRecord record, TimelineEvent fact) => fact switch
    {
        GroupStarted { Group: 1 } => new(record.CallerId, record.NodeId, ConnectStatus.Connecting),
        ConnectBridged e => new(record.CallerId, record.NodeId, ConnectStatus.Connected, Peer: PeerOf(id, record, e.Leg)),
        ConnectDisconnected => new(record.CallerId, record.NodeId, ConnectStatus.Disconnected),
        ConnectFailed e => new(record.CallerId, record.NodeId, ConnectStatus.Failed, e.Reason),
        _ => null,
    };

    private static ConnectPeer PeerOf(string id, ConnectRecord record, int number)
    {
        var order = record.OrderOf(id, number);
        var device = Device.Of(order.Leg.To, order.From, order.Leg.Headers);
        // A leg out of a queue stands for the call that waited: that one is the peer.
        return record.State.Leg(number).Waiter is { } waiter
            ? new ConnectPeer(waiter.CallId, waiter.NodeId, device, QueueId: waiter.QueueId, QueueName: waiter.QueueName)
            : new ConnectPeer(CallIds.Leg(id, number), record.NodeId, device);
    }
}
