using System.Collections.Immutable;
using System.Globalization;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>Reads the value of one property: reports what is wrong and remembers the strings that are open.</summary>
internal sealed class ValueReader(StepRules steps)
{
    /// <summary>Longest time that can be asked for: a day.</summary>
    private const int MaxSeconds = 86_400;

    private readonly ImmutableArray<SwmlNode>.Builder _open = ImmutableArray.CreateBuilder<SwmlNode>();

    public StepRules Steps => steps;

    public ErrorCollector Errors => steps.Errors;

    public SwmlLimits Limits => steps.Limits;

    /// <summary>Reads a property with a reader of its own.</summary>
    public static PropertyValue Read(StepRules steps, SwmlNode node, Func<ValueReader, SwmlNode, object?> read)
    {
        var reader = new ValueReader(steps);
        var value = read(reader, node);
        return new PropertyValue(node, value, reader._open.ToImmutable());
    }

    /// <summary>What <paramref name="parse"/> makes of a string; null, and an error, if it makes nothing of it.</summary>
    public T? Parsed<T>(SwmlNode node, string expected, Func<string, T?> parse, bool isSecret = false)
        where T : class
    {
        if (IsOpen(node)) return null;
        if (TextOf(node) is { } text && parse(text) is { } value) return value;

        if (isSecret) Errors.InvalidSecret(node, expected);
        else Errors.Invalid(node, node is NumberNode ? $"{expected} (a string, so in quotes)" : expected);
        return null;
    }

    /// <summary>A string that holds to a rule.</summary>
    public string? Text(SwmlNode node, string expected, Func<string, bool> holds, bool isSecret = false) =>
        Parsed(node, expected, text => holds(text) ? text : null, isSecret);

    /// <summary>Any string without control characters.</summary>
    public string? PlainText(SwmlNode node) => Text(node, "a string without control characters", CharacterRules.HasNoControls);

    /// <summary>Any value at all, with placeholders anywhere in it.</summary>
    public object? Any(SwmlNode node)
    {
        if (!steps.IsFinal) Placeholder.Check(Errors, node);
        return JsonValues.Of(node);
    }

    public TimeSpan? Seconds(SwmlNode node)
    {
        var expected = $"a whole number of seconds from 1 to {MaxSeconds}, or a variable string";
        return Number(node, 1, MaxSeconds, isWhole: true, expected) is { } seconds ? TimeSpan.FromSeconds((long)seconds) : null;
    }

    /// <summary>A number within bounds; null, and an error, if it is none.</summary>
    public decimal? Number(SwmlNode node, decimal least, decimal most, bool isWhole, string expected)
    {
        if (IsOpen(node)) return null;
        if (NumberOf(node) is { } number && number >= least && number <= most && (!isWhole || number == decimal.Truncate(number))) return number;
        Errors.Invalid(node, expected);
        return null;
    }

    public bool? Boolean(SwmlNode node)
    {
        if (IsOpen(node)) return null;
        if (node is BooleanNode { Value: var value }) return value;
        if (steps.IsFinal && node is TextNode { Value: "true" or "false" } word) return word.Value == "true";
        Errors.Invalid(node, "true or false, or a variable string");
        return null;
    }

    /// <summary>Each item of a list read by itself; items that are open or wrong are left out.</summary>
    public ImmutableArray<T> List<T>(SwmlNode node, string expected, Func<SwmlNode, T?> read)
        where T : class
    {
        if (node is ListNode { Items: var items }) return [.. items.Select(read).OfType<T>()];
        Errors.Invalid(node, expected);
        return [];
    }

    private bool IsOpen(SwmlNode node)
    {
        if (steps.IsFinal || node is not TextNode { Value: var text } || !Placeholder.IsIn(text)) return false;
        Placeholder.Check(Errors, node);
        _open.Add(node);
        return true;
    }

    /// <summary>A number or a boolean that was filled in where text is wanted is its text.</summary>
    private string? TextOf(SwmlNode node) => node switch
    {
        TextNode { Value: var text } => text,
        NumberNode or BooleanNode when steps.IsFinal => SwmlJson.Write(node),
        _ => null,
    };

    /// <summary>A text that was filled in where a number is wanted may be one.</summary>
    private decimal? NumberOf(SwmlNode node) => node switch
    {
        NumberNode { Text: var text } => Decimal(text),
        TextNode { Value: var text } when steps.IsFinal => Decimal(text),
        _ => null,
    };

    private static decimal? Decimal(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
