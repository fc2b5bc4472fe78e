using Microsoft.AspNetCore.Http;
using Orchestrator.Gateway.Lists;
using Orchestrator.Gateway.Problems;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Gateway.Webhooks;

/// <summary>Reads the filter of deliveries.</summary>
internal static class DeliveryQueryReader
{
    private const int LongestUrl = 2048;
    private const int LongestWord = 64;

    private static readonly Dictionary<string, DeliveryState> States =
        Enum.GetValues<DeliveryState>().ToDictionary(SnakeCase.Of, state => state);

    /// <returns>The query; its endpoint is that of the filter, not yet that of the URL.</returns>
    public static (DeliveryQuery Query, IReadOnlyList<ErrorItem> Errors) Read(
        string project, DeliveryFilter filter, IQueryCollection parameters)
    {
        var reader = new QueryReader(
            parameters,
            "call_id", "connect_id", "url", "endpoint", "state", "outcome", "created_after", "created_before", "limit", "cursor");
        reader.Text("url", filter.Url, LongestUrl);
        if (filter is { CallId: not null, ConnectId: not null })
            reader.Wrong("connect_id", RequestErrorCodes.InvalidValue, "a call and a connect", "one of the two");
        if (filter is { Url: not null, Endpoint: not null })
            reader.Wrong("endpoint", RequestErrorCodes.InvalidValue, "a URL and an endpoint", "one of the two");
        if (filter.CallId is not null && !CallIds.IsCall(filter.CallId))
            reader.Wrong("call_id", RequestErrorCodes.InvalidValue, Shown.Text(filter.CallId), "a call's id");
        if (filter.ConnectId is not null && !CallIds.IsConnect(filter.ConnectId))
            reader.Wrong("connect_id", RequestErrorCodes.InvalidValue, Shown.Text(filter.ConnectId), "a connect's id");
        var query = new DeliveryQuery(
            project,
            filter.CallId ?? filter.ConnectId,
            reader.Text("endpoint", filter.Endpoint, LongestWord),
            reader.Word<DeliveryState>("state", filter.State) is { } word && States.TryGetValue(word, out var state) ? state : null,
            reader.Text("outcome", filter.Outcome, LongestWord),
            reader.Instant("created_after", filter.CreatedAfter),
            reader.Instant("created_before", filter.CreatedBefore),
            reader.Position(filter.Cursor),
            reader.Limit(filter.Limit));
        return (query, reader.Errors);
    }
}
