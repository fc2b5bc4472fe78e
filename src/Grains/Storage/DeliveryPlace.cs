using System.Globalization;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Webhooks;

namespace Orchestrator.Grains.Storage;

/// <summary>
/// The order and the filters of deliveries, the same for every store: a place is the event's instant in hex and the webhook's id, so that
/// the order of bytes is the order in time, to the tick.
/// </summary>
public static class DeliveryPlace
{
    private const int InstantLength = 16;

    public static string Of(DateTimeOffset createdAt, string webhookId) =>
        string.Create(CultureInfo.InvariantCulture, $"{createdAt.UtcTicks:x16}:{webhookId}");

    public static string Of(OutboxEntry entry) => Of(entry.CreatedAt, entry.WebhookId);

    public static string IdOf(string place) => place[(InstantLength + 1)..];

    /// <summary>A page begins behind this place; null: with the newest.</summary>
    public static string? Start(DeliveryQuery query)
    {
        var after = query.After is { } position ? Of(position.CreatedAt, position.Id) : null;
        var before = query.CreatedBefore is { } instant ? Of(instant, "") : null;
        return after is null ? before : before is null || string.CompareOrdinal(after, before) < 0 ? after : before;
    }

    /// <summary>Before the last place that a page may show.</summary>
    public static string End(DeliveryQuery query) => Of(query.CreatedAfter ?? DateTimeOffset.MinValue, "");

    /// <summary>Whether it passes the filters that are not a place in the order.</summary>
    public static bool Matches(DeliveryQuery query, Delivery delivery) =>
        (query.Id is not { } id || CallIds.CallOf(delivery.Entry.OwnerId) == id || delivery.Entry.ConnectId == id)
        && (query.State is null || delivery.State == query.State)
        && (query.Outcome is null || delivery.Outcome == query.Outcome)
        && (query.Endpoint is null || delivery.Endpoint == query.Endpoint);
}
