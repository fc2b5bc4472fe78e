using System.Text.Json;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;
using Orchestrator.Outbound;
using Orleans.Concurrency;

namespace Orchestrator.Grains.Webhooks;

/// <summary>One project's view of the store; the silo that is asked answers.</summary>
[StatelessWorker]
internal sealed class WebhookGrain(ICallStore store, SigningKeyRing keys, TimeProvider time, IOptions<WebhookOptions> options)
    : Grain, IWebhookGrain
{
    private const int MostAtOnce = 10_000;
    private const int LastShown = 10;

    private string Project => this.GetPrimaryKeyString();

    // Arrays: whatever list the store keeps, these can be sent between silos.
    public async Task<IReadOnlyList<DeliveryView>> Deliveries(DeliveryQuery query)
    {
        var deliveries = await store.Deliveries(query with { ProjectId = Project });
        return deliveries.Select(delivery => View(delivery) with { Attempts = Array.Empty<AttemptView>() }).ToArray();
    }

    public async Task<DeliveryView?> Delivery(string webhookId) => await Find(webhookId) is { } delivery ? View(delivery) : null;

    public async Task<RedeliverOutcome> Redeliver(string webhookId) =>
        await Find(webhookId) is null ? RedeliverOutcome.NotFound
        : await store.Redeliver(webhookId) ? RedeliverOutcome.Parked
        // What waits for its next attempt may do so because of this very question, asked before and never answered.
        : await Find(webhookId) is { State: DeliveryState.Parked } ? RedeliverOutcome.Parked
        : RedeliverOutcome.Delivered;

    public async Task<int?> RedeliverDead(string endpoint, DateTimeOffset since) => IsMine(endpoint)
        ? await store.RedeliverDead(endpoint, since, MostAtOnce, TimeSpan.FromSeconds(1.0 / options.Value.RedeliveriesPerSecond))
        : null;

    public Task<string> EndpointOf(string url) => Task.FromResult(EndpointIds.Of(Project, url));

    public async Task<EndpointView?> Endpoint(string endpoint)
    {
        if (!IsMine(endpoint))
            return null;
        var facts = await store.Endpoint(endpoint);
        var last = await store.Deliveries(new(Project, null, endpoint, null, null, null, null, null, LastShown));
        var reports = last is [var latest, ..] ? await Reports(latest) : [];
        var muted = await store.Muted();
        return new(
            endpoint,
            last is [var newest, ..] ? newest.Entry.Url.ToString() : null,
            reports.Select(report => report.Circuit).DefaultIfEmpty().Max(),
            reports.Sum(report => report.Waiting),
            facts.Parked,
            facts.Dead,
            muted.TryGetValue(endpoint, out var left) ? time.GetUtcNow() + left : null,
            last.Select(View).ToArray());
    }

    public async Task<bool> Mute(string endpoint, TimeSpan forTime)
    {
        if (!IsMine(endpoint))
            return false;
        await store.Mute(endpoint, forTime);
        return true;
    }

    public async Task<IReadOnlyList<SigningKeyView>> SigningKeys() =>
        (await keys.List(Project, default)).Select(key => new SigningKeyView(key.Id, key.CreatedAt, key.ValidUntil)).ToArray();

    public async Task<DateTimeOffset> RotateSigningKey(string id, string text) => (await keys.Rotate(Project, id, text, default)).CreatedAt;

    private bool IsMine(string endpoint) => EndpointIds.IsOf(Project, endpoint);

    private async Task<Delivery?> Find(string webhookId) =>
        await store.FindDelivery(webhookId) is { } delivery && delivery.Entry.ProjectId == Project ? delivery : null;

    private async Task<List<EndpointReport>> Reports(Delivery delivery)
    {
        if (!OutboundUrl.TryCreate(delivery.Entry.Url.Reveal(), out var target))
            return [];
        var facts = await store.Endpoint(EndpointReports.NameOf(Project, target.Origin));
        return [.. facts.Reports.Values
            .Select(report => JsonSerializer.Deserialize(report, WebhookStateJson.Default.EndpointReport)!)
            .Where(report => EndpointReports.IsBelieved(report, time.GetUtcNow()))];
    }

    private static DeliveryView View(Delivery delivery)
    {
        var entry = delivery.Entry;
        return new(
            entry.WebhookId,
            CallIds.CallOf(entry.OwnerId),
            entry.ConnectId,
            entry.EventType,
            entry.State,
            entry.Sequence,
            entry.Url.ToString(),
            delivery.Endpoint,
            delivery.State,
            delivery.Outcome,
            delivery.AttemptsMade,
            entry.CreatedAt,
            delivery.UpdatedAt,
            delivery.NextAt,
            delivery.Attempts.Select(attempt => new AttemptView(attempt.Number, attempt.At, attempt.Outcome, attempt.Status, attempt.Milliseconds)).ToArray());
    }
}
