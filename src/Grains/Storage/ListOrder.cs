using Orchestrator.Grains.Interfaces.Directory;

namespace Orchestrator.Grains.Storage;

/// <summary>
/// The order and the filters of lists, the same for every store: newest first, and among rows of one instant the greatest id first.
/// A place in it never changes, so a page begins where the one before ended, whatever came in between.
/// </summary>
public sealed class ListOrder : IComparer<ListRow>
{
    public static readonly ListOrder Instance = new();

    public int Compare(ListRow? x, ListRow? y) =>
        ReferenceEquals(x, y) ? 0
        : x is null ? -1
        : y is null ? 1
        : y.CreatedAt.CompareTo(x.CreatedAt) is var order and not 0 ? order
        : string.CompareOrdinal(y.Id, x.Id);

    /// <summary>A row that stands at this place, to look for its neighbours.</summary>
    public static ListRow At(DateTimeOffset createdAt, string id) =>
        new(id, "", ListKind.Call, "", null, "", "", createdAt, null);

    /// <summary>Where a page begins: after this row. An empty id stands behind all rows of its instant.</summary>
    public static ListRow? Start(ListQuery query)
    {
        var after = query.After is { } position ? At(position.CreatedAt, position.Id) : null;
        var before = query.CreatedBefore is { } instant ? At(instant, "") : null;
        return Instance.Compare(after, before) > 0 ? after : before;
    }

    /// <summary>Behind the last row that a page may show.</summary>
    public static ListRow End(ListQuery query) => At(query.CreatedAfter ?? DateTimeOffset.MinValue, "");

    /// <summary>Whether the row passes the filters that are not a place in the order.</summary>
    public static bool Matches(ListQuery query, ListRow row) =>
        (query.State is null || row.State == query.State)
        && (query.Only is not (ListSelection.Active or ListSelection.Stuck) || row.EndedAt is null)
        && (query.Only is not ListSelection.FailedOurs || row.Fault is "ours" or "unknown")
        && (query.Address is not { } address
            || row.From.Contains(address, StringComparison.Ordinal)
            || row.To.Contains(address, StringComparison.Ordinal)
            || row.Called?.Contains(address, StringComparison.Ordinal) is true);
}
