namespace Orchestrator.Grains.Interfaces.Directory;

/// <summary>What a list shows of a record, and filters by.</summary>
/// <param name="Kind">Which list.</param>
/// <param name="State">The public state: <c>connecting</c>, <c>ended</c>, …</param>
/// <param name="Reason">end_reason or failed_reason, when there is one.</param>
/// <param name="To">Of a call whom it goes to; of a connect all of its destinations, in the order of the plan, with <see cref="Comma"/> between.</param>
/// <param name="Fault">Whose fault the end was: none, callee, upstream, ours, unknown; null: it is not over, or nobody has asked.</param>
/// <param name="Called">What a connect's caller called; null: nothing that could be looked for.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.ListRow")]
public sealed record ListRow(
    string Id,
    string ProjectId,
    ListKind Kind,
    string State,
    string? Reason,
    string From,
    string To,
    DateTimeOffset CreatedAt,
    DateTimeOffset? EndedAt,
    string? Fault = null,
    string? Called = null)
{
    /// <summary>No address has a space in it.</summary>
    public const string Comma = ", ";
}

public enum ListKind
{
    Call,
    Connect,
    Queue,
}

/// <param name="State">Only rows in this state; null: all.</param>
/// <param name="Address">Only rows whose from, to or called number contains this; null: all.</param>
/// <param name="CreatedAfter">Only rows created at or after this instant.</param>
/// <param name="CreatedBefore">Only rows created before this instant.</param>
/// <param name="After">The row after which the page begins (its creation and id), from the page before; null: the newest.</param>
/// <param name="Limit">Rows at most.</param>
/// <param name="Only">Only rows that an operator looks for; null: all.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.ListQuery")]
public sealed record ListQuery(
    string ProjectId,
    ListKind Kind,
    string? State,
    string? Address,
    DateTimeOffset? CreatedAfter,
    DateTimeOffset? CreatedBefore,
    ListPosition? After,
    int Limit,
    ListSelection? Only = null);

/// <summary>What an operator looks for in a list.</summary>
public enum ListSelection
{
    /// <summary>Not over.</summary>
    Active,

    /// <summary>Over by a fault of ours, or by one that nobody knows.</summary>
    FailedOurs,

    /// <summary>Not over, and a deadline of it or of one of its legs passed half a minute ago: nobody could act on it.</summary>
    Stuck,

    /// <summary>A webhook of it was put off to a later attempt, or given up.</summary>
    CallbackFailing,
}

[GenerateSerializer, Immutable, Alias("orchestrator.ListPosition")]
public sealed record ListPosition(DateTimeOffset CreatedAt, string Id);
