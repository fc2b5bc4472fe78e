using System.Collections.Immutable;
using System.Globalization;

namespace Orchestrator.Swml.Documents;

/// <summary>
/// A value of a document, JSON or YAML alike, that knows where it was written. Nodes are compared by reference: two equal values
/// in two places are two nodes.
/// </summary>
public abstract class SwmlNode
{
    private protected SwmlNode(SwmlPath path, SourcePosition position) => (Path, Position) = (path, position);

    /// <summary>Where the value starts in the text.</summary>
    public SourcePosition Position { get; }

    /// <summary>The JSON pointer of the value; empty for the document itself.</summary>
    public string Pointer => Path.ToString();

    internal SwmlPath Path { get; }
}

/// <summary>An object; its members stand in the order they were written, each name once.</summary>
public sealed class ObjectNode : SwmlNode
{
    internal ObjectNode(SwmlPath path, SourcePosition position, ImmutableArray<SwmlMember> members)
        : base(path, position) => Members = members;

    public ImmutableArray<SwmlMember> Members { get; }

    /// <summary>The value of the member of that name, or null if there is none.</summary>
    public SwmlNode? this[string name] => Find(name)?.Value;

    /// <summary>The member of that name, or null if there is none.</summary>
    public SwmlMember? Find(string name)
    {
        foreach (var member in Members)
        {
            if (member.Name == name) return member;
        }

        return null;
    }
}

/// <summary>One name and value of an object.</summary>
/// <param name="NamePosition">Where the name starts in the text.</param>
public sealed record SwmlMember(string Name, SourcePosition NamePosition, SwmlNode Value);

public sealed class ListNode : SwmlNode
{
    internal ListNode(SwmlPath path, SourcePosition position, ImmutableArray<SwmlNode> items)
        : base(path, position) => Items = items;

    public ImmutableArray<SwmlNode> Items { get; }
}

public sealed class TextNode : SwmlNode
{
    internal TextNode(SwmlPath path, SourcePosition position, string value)
        : base(path, position) => Value = value;

    public string Value { get; }
}

public sealed class NumberNode : SwmlNode
{
    internal NumberNode(SwmlPath path, SourcePosition position, string text)
        : base(path, position) => Text = text;

    /// <summary>The number as JSON writes it; no precision is lost.</summary>
    public string Text { get; }

    /// <summary>The value as a whole number (<c>60</c>, <c>60.0</c>, <c>6e1</c>), or null if it is none or does not fit 64 bits.</summary>
    public long? Whole =>
        decimal.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            && number == decimal.Truncate(number) && number is >= long.MinValue and <= long.MaxValue
            ? (long)number
            : null;
}

public sealed class BooleanNode : SwmlNode
{
    internal BooleanNode(SwmlPath path, SourcePosition position, bool value)
        : base(path, position) => Value = value;

    public bool Value { get; }
}

public sealed class NullNode : SwmlNode
{
    internal NullNode(SwmlPath path, SourcePosition position)
        : base(path, position)
    {
    }
}
