using Microsoft.AspNetCore.Http;
using Orchestrator.Gateway.Problems;
using Orchestrator.Grains.Interfaces.Directory;

namespace Orchestrator.Gateway.Lists;

/// <summary>Reads the filter of calls and connects.</summary>
internal static class ListQueryReader
{
    private const int LongestAddress = 256;

    public static (ListQuery Query, IReadOnlyList<ErrorItem> Errors) Read<TState>(
        string project, ListKind kind, ListFilter filter, IQueryCollection parameters)
        where TState : struct, Enum
    {
        var reader = new QueryReader(parameters, "state", "address", "created_after", "created_before", "only", "limit", "cursor");
        var query = new ListQuery(
            project,
            kind,
            reader.Word<TState>("state", filter.State),
            reader.Text("address", filter.Address, LongestAddress),
            reader.Instant("created_after", filter.CreatedAfter),
            reader.Instant("created_before", filter.CreatedBefore),
            reader.Position(filter.Cursor),
            reader.Limit(filter.Limit),
            reader.Choice<ListSelection>("only", filter.Only));
        return (query, reader.Errors);
    }
}
