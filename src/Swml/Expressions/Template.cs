using System.Collections.Immutable;

namespace Orchestrator.Swml.Expressions;

/// <summary>A piece of a string.</summary>
/// <param name="Text">What stands there, or the expression between the braces.</param>
public readonly record struct TemplatePart(string Text, bool IsExpression);

/// <summary>A string with <c>${…}</c> and <c>%{…}</c>, which mean the same, taken apart. One that is not closed is plain text.</summary>
public sealed class Template
{
    private static readonly BoundedCache<string, Template> Cache = new(4096);

    private Template(ImmutableArray<TemplatePart> parts) => Parts = parts;

    public ImmutableArray<TemplatePart> Parts { get; }

    public bool HasPlaceholders => Parts.Any(part => part.IsExpression);

    /// <summary>The expression of a string that is one placeholder and nothing else: its value keeps its type. Null for any other.</summary>
    public string? Lone => Parts is [{ IsExpression: true, Text: var expression }] ? expression : null;

    public static bool IsIn(string text) => text.Contains('{', StringComparison.Ordinal) && Of(text).HasPlaceholders;

    public static Template Of(string text) => text.Length <= 256 ? Cache.GetOrAdd(text, Parse) : Parse(text);

    private static Template Parse(string text)
    {
        var parts = ImmutableArray.CreateBuilder<TemplatePart>();
        var done = 0;
        for (var index = 0; index + 1 < text.Length; index++)
        {
            if (text[index] is not ('$' or '%') || text[index + 1] != '{') continue;
            if (Closing(text, index + 2) is not { } end) break;
            if (index > done) parts.Add(new TemplatePart(text[done..index], IsExpression: false));
            parts.Add(new TemplatePart(text[(index + 2)..end], IsExpression: true));
            (done, index) = (end + 1, end);
        }

        if (done < text.Length) parts.Add(new TemplatePart(text[done..], IsExpression: false));
        return new Template(parts.DrainToImmutable());
    }

    /// <summary>Where the placeholder ends: braces inside it are counted, those in quotes are not.</summary>
    private static int? Closing(string text, int start)
    {
        var (open, quote) = (0, '\0');
        for (var index = start; index < text.Length; index++)
        {
            var character = text[index];
            if (quote != '\0')
            {
                if (character == '\\') index++;
                else if (character == quote) quote = '\0';
            }
            else if (character is '\'' or '"' or '`') quote = character;
            else if (character == '{') open++;
            else if (character == '}' && open-- == 0) return index;
        }

        return null;
    }
}
