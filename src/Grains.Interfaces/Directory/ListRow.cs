namespace Orchestrator.Grains.Interfaces.Directory;

/// <summary>What a list shows of a record, and filters by.</summary>
/// <param name="Kind">Which list.</param>
/// <param name="State">The public state: <c>connecting</c>, <c>ended</c>, …</param>
/// <param name="Reason">end_reason or failed_reason, when there is one.</param>
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
    DateTimeOffset? EndedAt);

public enum ListKind
{
    Call,
    Connect,
    Queue,
}

/// <param name="State">Only rows in this state; null: all.</param>
/// <param name="Address">Only rows whose from or to contains this; null: all.</param>
/// <param name="CreatedAfter">Only rows created at or after this instant.</param>
/// <param name="CreatedBefore">Only rows created before this instant.</param>
/// <param name="After">The row after which the page begins (its creation and id), from the page before; null: the newest.</param>
/// <param name="Limit">Rows at most.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.ListQuery")]
public sealed record ListQuery(
    string ProjectId,
    ListKind Kind,
    string? State,
    string? Address,
    DateTimeOffset? CreatedAfter,
    DateTimeOffset? CreatedBefore,
    ListPosition? After,
    int Limit);

[GenerateSerializer, Immutable, Alias("orchestrator.ListPosition")]
public sealed record ListPosition(DateTimeOffset CreatedAt, string Id);
