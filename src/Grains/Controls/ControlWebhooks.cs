using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Controls;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Webhooks.Payloads;

namespace Orchestrator.Grains.Controls;

/// <summary>Which facts about a control its <c>status_url</c> is told, and how: as if the script had done it.</summary>
internal static class ControlWebhooks
{
    public static (ControlRecord Record, IReadOnlyList<OutboxEntry> Webhooks) Of(
        string spaceId, string id, ControlRecord record, DateTimeOffset at, IReadOnlyList<TimelineEvent> facts)
    {
        var (order, callId) = (record.Request.Order, record.Request.CallId);
        if (order.StatusUrl is not { } url)
            return (record, []);
        var envelope = new WebhookEnvelope(CallIds.SessionOf(id), at, order.ProjectId, spaceId);
        var control = new ControlFacts(order.ControlId, callId, record.Request.NodeId);
        List<OutboxEntry> webhooks = [];
        foreach (var state in facts.Select(StateOf).OfType<string>())
        {
            record = record with { Webhooks = record.Webhooks + 1 };
            var (type, body) = order switch
            {
                { Collect: not null } => (WebhookPayloads.CollectEvent, Collected(envelope, control, state, record.State)),
                { Refer: { } refer } => (WebhookPayloads.ReferEvent, Referred(envelope, control, state, refer, record.State)),
                _ => (WebhookPayloads.PlayEvent, WebhookPayloads.Play(envelope, control, state)),
            };
            webhooks.Add(new OutboxEntry(
                WebhookIds.Of(id, record.Webhooks), id, CallIds.ConnectOf(callId), order.ProjectId, url, record.Webhooks, type, state, at, body));
        }

        return (record, webhooks);
    }

    /// <summary>Of a collect only the end is told.</summary>
    private static string? StateOf(TimelineEvent fact) => fact switch
    {
        ControlStarted { Method: "play" } or ControlChanged { Change: "resumed" } => "playing",
        ControlStarted { Method: "refer" } => "inProgress",
        ControlChanged { Change: "paused" } => "paused",
        ControlEnded e => e.Result,
        _ => null,
    };

    private static ReadOnlyMemory<byte> Collected(WebhookEnvelope envelope, ControlFacts control, string result, ControlState state) =>
        WebhookPayloads.Collect(envelope, control, result, (state as ControlOver)?.Digits ?? "", (state as ControlOver)?.Terminator ?? "");

    private static ReadOnlyMemory<byte> Referred(WebhookEnvelope envelope, ControlFacts control, string result, ReferOrder refer, ControlState state) =>
        WebhookPayloads.Refer(envelope, control, result, refer.To, (state as ControlOver)?.Status, (state as ControlOver)?.TargetStatus);
}
