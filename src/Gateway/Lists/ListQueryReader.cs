using System.Globalization;
using Microsoft.AspNetCore.Http;
using Orchestrator.Gateway.Problems;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Directory;

namespace Orchestrator.Gateway.Lists;

/// <summary>
/// Reads a filter, all its errors at once; a parameter that nobody knows, is empty or is given twice is one of them, or a typing error
/// would list everything.
/// </summary>
internal sealed class ListQueryReader
{
    private const int DefaultLimit = 50;
    private const int LongestLimit = 200;
    private const int LongestAddress = 256;
    private static readonly string[] Known = ["state", "address", "created_after", "created_before", "limit", "cursor"];
    private readonly List<ErrorItem> _errors = [];

    public IReadOnlyList<ErrorItem> Errors => _errors;

    public static (ListQuery Query, IReadOnlyList<ErrorItem> Errors) Read<TState>(
        string project, ListKind kind, ListFilter filter, IQueryCollection parameters)
        where TState : struct, Enum
    {
        var reader = new ListQueryReader();
        foreach (var name in parameters.Keys.Except(Known, StringComparer.Ordinal))
            reader.Wrong(name, RequestErrorCodes.Undefined, "a parameter that is not known", $"one of {string.Join(", ", Known)}");
        foreach (var (name, values) in parameters.Where(parameter => parameter.Value.Count > 1))
            reader.Wrong(name, RequestErrorCodes.InvalidValue, $"{values.Count} of them", "one");

        var query = new ListQuery(
            project,
            kind,
            reader.State<TState>(filter.State),
            reader.Address(filter.Address),
            reader.Instant("created_after", filter.CreatedAfter),
            reader.Instant("created_before", filter.CreatedBefore),
            reader.Position(filter.Cursor),
            reader.Limit(filter.Limit));
        return (query, reader.Errors);
    }

    private string? State<TState>(string? text)
        where TState : struct, Enum
    {
        if (text is null) return null;
        var states = Enum.GetValues<TState>().Select(SnakeCase.Of).ToList();
        if (!states.Contains(text)) Wrong("state", RequestErrorCodes.InvalidValue, "another word", $"one of {string.Join(", ", states)}");
        return text;
    }

    private string? Address(string? text)
    {
        if (text is { Length: 0 or > LongestAddress })
            Wrong("address", RequestErrorCodes.InvalidValue, $"{text.Length} characters", $"1 to {LongestAddress} characters");
        return text;
    }

    private DateTimeOffset? Instant(string name, string? text)
    {
        if (text is null) return null;
        const string format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";
        if (DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            return instant;

        Wrong(name, RequestErrorCodes.InvalidValue, "another text", "an RFC 3339 instant such as 2026-03-01T12:00:00Z (a + in it written %2B)");
        return null;
    }

    private ListPosition? Position(string? text)
    {
        if (text is null) return null;
        if (Cursor.Read(text) is { } position) return position;
        Wrong("cursor", ProblemCodes.InvalidCursor, "another text", "the next_cursor of a page before");
        return null;
    }

    private int Limit(string? text)
    {
        if (text is null) return DefaultLimit;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= LongestLimit) return limit;
        Wrong("limit", RequestErrorCodes.InvalidValue, "another text", $"a whole number from 1 to {LongestLimit}");
        return DefaultLimit;
    }

    private void Wrong(string name, string code, string found, string expected) => _errors.Add(ErrorItem.Query(name, code, found, expected));
}
