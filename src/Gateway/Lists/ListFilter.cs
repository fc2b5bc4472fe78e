using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Mvc;

namespace Orchestrator.Gateway.Lists;

/// <summary>What a list may be asked for; texts as they came, read by <see cref="ListQueryReader"/>.</summary>
public sealed record ListFilter
{
    /// <summary>Only rows in this state.</summary>
    [FromQuery(Name = "state")]
    public string? State { get; init; }

    /// <summary>Only rows whose from or to contains this, or of a connect any destination or the number that its caller called; 256 characters at most.</summary>
    [DisplayFormat(ConvertEmptyStringToNull = false)]
    [FromQuery(Name = "address")]
    public string? Address { get; init; }

    /// <summary>Only rows created at or after this instant (RFC 3339).</summary>
    [FromQuery(Name = "created_after")]
    public string? CreatedAfter { get; init; }

    /// <summary>Only rows created before this instant (RFC 3339).</summary>
    [FromQuery(Name = "created_before")]
    public string? CreatedBefore { get; init; }

    /// <summary>
    /// Only rows that an operator looks for: active; failed_ours (by a fault that is ours or unknown); stuck (overdue for half a minute);
    /// callback_failing (a webhook waits for a later attempt, or was given up).
    /// </summary>
    [FromQuery(Name = "only")]
    public string? Only { get; init; }

    /// <summary>Rows of a page, 1 to 200; 50.</summary>
    [FromQuery(Name = "limit")]
    public string? Limit { get; init; }

    /// <summary>The <c>next_cursor</c> of the page before.</summary>
    [FromQuery(Name = "cursor")]
    public string? Cursor { get; init; }
}
