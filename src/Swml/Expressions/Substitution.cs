using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Expressions;

/// <summary>
/// Fills in the placeholders of a step. It evaluates nothing: an expression that is no plain path and whose value is not known yet is
/// listed as missing, to be evaluated elsewhere and handed in.
/// </summary>
public sealed class Substitution(VariableScopes scopes, IReadOnlyDictionary<string, JsonElement> known)
{
    /// <summary>Characters that the values filled into one step may come to.</summary>
    public const int MaxText = 512 * 1024;

    /// <summary>Objects and lists inside one another, those of the step included, once it is filled in.</summary>
    public const int MaxDepth = 64;

    private readonly List<string> _missing = [];
    private int _written;
    private bool _isTooDeep;

    /// <summary>The expressions that must be evaluated first, each once.</summary>
    public ImmutableArray<string> Missing => [.. _missing];

    /// <summary>The values are too long or too deep, and what was built is not complete. Null: nothing is wrong with them.</summary>
    public string? Problem => _written > MaxText ? $"values of more than {MaxText} characters in one step"
        : _isTooDeep ? $"values nested deeper than {MaxDepth} levels"
        : null;

    public SwmlNode Apply(SwmlNode node, Func<SwmlMember, int, bool> isDeferred) => Apply(node, isDeferred, 0);

    /// <summary>The value of a bare expression, or of one in braces; null if it is missing.</summary>
    public JsonElement? Value(string expression)
    {
        var source = expression.Trim();
        if (Template.IsIn(source) && Template.Of(source).Lone is { } lone) source = lone.Trim();
        if (PlainPath.TryParse(source) is { } path) return scopes.Find(path) ?? JsonValues.EmptyText;
        if (source is "true" or "false" or "null") return JsonElement.Parse(source);
        if (known.TryGetValue(source, out var value)) return value;
        if (!_missing.Contains(source)) _missing.Add(source);
        return null;
    }

    private SwmlNode Apply(SwmlNode node, Func<SwmlMember, int, bool> isDeferred, int depth) => node switch
    {
        ObjectNode branch => new ObjectNode(branch.Path, branch.Position, [.. branch.Members.Select(member =>
            isDeferred(member, depth) ? member : member with { Value = Apply(member.Value, isDeferred, depth + 1) })]),
        ListNode list => new ListNode(list.Path, list.Position, [.. list.Items.Select(item => Apply(item, isDeferred, depth + 1))]),
        TextNode text when Template.IsIn(text.Value) => Fill(text, depth),
        _ => node,
    };

    private SwmlNode Fill(TextNode node, int depth)
    {
        var template = Template.Of(node.Value);
        if (template.Lone is { } lone)
        {
            if (Value(lone) is not { } value || !Takes(value)) return node;
            _isTooDeep |= JsonValues.IsDeeper(value, MaxDepth - depth);
            if (_isTooDeep) return node;
            return SwmlJson.Node(value, node.Path, node.Position);
        }

        var text = new StringBuilder();
        foreach (var part in template.Parts)
        {
            if (!part.IsExpression) text.Append(part.Text);
            else if (Value(part.Text) is { } value && Takes(value)) text.Append(JsonValues.ToText(value));
        }

        return new TextNode(node.Path, node.Position, text.ToString());
    }

    private bool Takes(JsonElement value)
    {
        _written += value.ValueKind is JsonValueKind.Undefined ? 0 : value.GetRawText().Length;
        return _written <= MaxText;
    }
}
