using Microsoft.AspNetCore.Mvc;

namespace Orchestrator.Gateway.Webhooks;

/// <summary>What deliveries may be asked for; texts as they came, read by <see cref="DeliveryQueryReader"/>.</summary>
public sealed record DeliveryFilter
{
    /// <summary>Only webhooks about this call.</summary>
    [FromQuery(Name = "call_id")]
    public string? CallId { get; init; }

    /// <summary>Only webhooks of this connect and its legs.</summary>
    [FromQuery(Name = "connect_id")]
    public string? ConnectId { get; init; }

    /// <summary>Only webhooks to this URL; its credentials and fragment do not count, and are better left out.</summary>
    [FromQuery(Name = "url")]
    public string? Url { get; init; }

    /// <summary>Only webhooks to this endpoint (<c>ep_…</c>).</summary>
    [FromQuery(Name = "endpoint")]
    public string? Endpoint { get; init; }

    /// <summary>delivered, parked or dead.</summary>
    [FromQuery(Name = "state")]
    public string? State { get; init; }

    /// <summary>Only those whose last outcome this is.</summary>
    [FromQuery(Name = "outcome")]
    public string? Outcome { get; init; }

    /// <summary>Only events at or after this instant (RFC 3339).</summary>
    [FromQuery(Name = "created_after")]
    public string? CreatedAfter { get; init; }

    /// <summary>Only events before this instant (RFC 3339).</summary>
    [FromQuery(Name = "created_before")]
    public string? CreatedBefore { get; init; }

    /// <summary>Rows of a page, 1 to 200; 50.</summary>
    [FromQuery(Name = "limit")]
    public string? Limit { get; init; }

    /// <summary>The <c>next_cursor</c> of the page before.</summary>
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }
}
