using System.Globalization;
using Microsoft.AspNetCore.Http;
using Orchestrator.Gateway.Problems;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Gateway.Lists;

/// <summary>
/// Reads query parameters, all errors at once; one that nobody knows, is empty or is given twice is one of them, or a typing error
/// would list everything.
/// </summary>
internal sealed class QueryReader
{
    public const int DefaultLimit = 50;
    private const int LongestLimit = 200;
    private readonly List<ErrorItem> _errors = [];

    public QueryReader(IQueryCollection parameters, params string[] known)
    {
        foreach (var name in parameters.Keys.Except(known, StringComparer.Ordinal))
            Wrong(name, RequestErrorCodes.Undefined, "a parameter that is not known", $"one of {string.Join(", ", known)}");
        foreach (var (name, values) in parameters.Where(parameter => parameter.Value.Count > 1))
            Wrong(name, RequestErrorCodes.InvalidValue, $"{values.Count} of them", "one");
    }

    public IReadOnlyList<ErrorItem> Errors => _errors;

    public string? Word<TWord>(string name, string? text)
        where TWord : struct, Enum
    {
        if (text is null) return null;
        var words = Enum.GetValues<TWord>().Select(SnakeCase.Of).ToList();
        if (!words.Contains(text)) Wrong(name, RequestErrorCodes.InvalidValue, Shown.Text(text), $"one of {string.Join(", ", words)}");
        return text;
    }

    public TWord? Choice<TWord>(string name, string? text)
        where TWord : struct, Enum => Word<TWord>(name, text) is { } word
            ? Enum.GetValues<TWord>().Where(value => SnakeCase.Of(value) == word).Select(value => (TWord?)value).SingleOrDefault()
            : null;

    public string? Text(string name, string? text, int longest)
    {
        if (text?.Length == 0 || text?.Length > longest)
            Wrong(name, RequestErrorCodes.InvalidValue, $"{text.Length} characters", $"1 to {longest} characters");
        return text;
    }

    public DateTimeOffset? Instant(string name, string? text)
    {
        if (text is null) return null;
        const string format = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";
        if (DateTimeOffset.TryParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
            return instant;

        Wrong(name, RequestErrorCodes.InvalidValue, Shown.Text(text), "an RFC 3339 instant such as 2026-03-01T12:00:00Z (a + in it written %2B)");
        return null;
    }

    public ListPosition? Position(string? text)
    {
        if (text is null) return null;
        if (Cursor.Read(text) is { } position) return position;
        Wrong("cursor", ProblemCodes.InvalidCursor, Shown.Text(text), "the next_cursor of a page before");
        return null;
    }

    public int Limit(string? text) => Number("limit", text, DefaultLimit, 1, LongestLimit);

    public int Number(string name, string? text, int otherwise, int least, int most)
    {
        if (text is null) return otherwise;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most) return number;
        Wrong(name, RequestErrorCodes.InvalidValue, Shown.Text(text), $"a whole number from {least} to {most}");
        return otherwise;
    }

    public void Wrong(string name, string code, string found, string expected) => _errors.Add(ErrorItem.Query(name, code, found, expected));
}
