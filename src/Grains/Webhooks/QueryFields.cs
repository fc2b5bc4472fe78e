using System.Text;
using System.Text.Json;

namespace Orchestrator.Grains.Webhooks;

/// <summary>An event as a query string: its envelope's fields and its params', side by side, in the order of the body.</summary>
internal static class QueryFields
{
    public static string Of(ReadOnlyMemory<byte> body)
    {
        using var document = JsonDocument.Parse(body);
        var query = new StringBuilder();
        foreach (var field in document.RootElement.EnumerateObject())
        {
            if (field.Value.ValueKind == JsonValueKind.Object)
            {
                foreach (var inner in field.Value.EnumerateObject())
                    Add(query, inner);
            }
            else
            {
                Add(query, field);
            }
        }

        return query.ToString();
    }

    private static void Add(StringBuilder query, JsonProperty field)
    {
        if (field.Value.ValueKind == JsonValueKind.Null)
            return;
        if (query.Length > 0)
            query.Append('&');
        query.Append(Uri.EscapeDataString(field.Name)).Append('=').Append(Uri.EscapeDataString(field.Value.ToString()));
    }
}
