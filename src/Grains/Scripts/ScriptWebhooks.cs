using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Webhooks.Payloads;

namespace Orchestrator.Grains.Scripts;

/// <summary>What the <c>status_url</c> of a step is told, and how.</summary>
internal static class ScriptWebhooks
{
    public static (ScriptRecord Record, IReadOnlyList<OutboxEntry> Webhooks) Of(string spaceId, string id, ScriptRecord record, DateTimeOffset at)
    {
        List<OutboxEntry> webhooks = [];
        foreach (var report in record.Reports)
        {
            record = record with { Webhooks = record.Webhooks + 1 };
            var envelope = new WebhookEnvelope(CallIds.SessionOf(id), at, record.ProjectId, spaceId);
            var control = new ControlFacts(ControlIds.Of(id, report.Control), record.CallId, record.NodeId);
            var (type, state, body) = report switch
            {
                PlayReport e => (WebhookPayloads.PlayEvent, e.State, WebhookPayloads.Play(envelope, control, e.State)),
                CollectReport e => (WebhookPayloads.CollectEvent, e.Result, WebhookPayloads.Collect(envelope, control, e.Result, e.Digits, e.Terminator)),
                ReferReport e => (WebhookPayloads.ReferEvent, e.State, WebhookPayloads.Refer(envelope, control, e.State, e.To, e.Status, e.TargetStatus)),
                _ => throw new InvalidOperationException("a report of no kind"),
            };
            webhooks.Add(new OutboxEntry(
                WebhookIds.Of(id, record.Webhooks), id, record.ConnectId, record.ProjectId, report.Url, record.Webhooks, type, state, at, body));
        }

        return (record with { Reports = [] }, webhooks);
    }
}
