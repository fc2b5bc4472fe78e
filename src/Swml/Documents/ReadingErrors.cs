using System.Collections.Immutable;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Swml.Documents;

/// <summary>What goes wrong while a text is turned into nodes. A reader that returns null has ended the reading with an error here.</summary>
internal sealed class ReadingErrors(SwmlLimits limits)
{
    private readonly List<SwmlError> _errors = [];

    public ImmutableArray<SwmlError> All => [.. _errors];

    public SwmlNode? Unreadable(SwmlPath path, SourcePosition position, string found, string expected) =>
        Fail(ErrorCodes.ParseError, path, position, found, expected);

    public SwmlNode? TooDeep(SwmlPath path, SourcePosition position) =>
        Fail(ErrorCodes.NestedTooDeep, path, position, "one more level of nesting", $"at most {limits.MaxDepth} levels");

    public void Duplicated(SwmlPath path, SourcePosition position, string name)
    {
        if (_errors.Count < limits.MaxErrors)
            Fail(ErrorCodes.ElementDuplicated, path, position, $"a second \"{name}\"", "each name once in an object");
    }

    /// <summary>A text node, unless the text holds half a surrogate pair: that cannot be written as UTF-8 again.</summary>
    public SwmlNode? Text(SwmlPath path, SourcePosition position, string value) =>
        HasLoneSurrogate(value)
            ? Unreadable(path, position, "half a surrogate pair in a string", "whole characters")
            : new TextNode(path, position, value);

    public bool NameFits(SwmlPath path, SourcePosition position, string name)
    {
        if (name.Length > limits.MaxNameLength)
            Unreadable(path, position, $"a name of {name.Length} characters", $"at most {limits.MaxNameLength}");
        else if (HasLoneSurrogate(name))
            Unreadable(path, position, "half a surrogate pair in a name", "whole characters");
        else
            return true;

        return false;
    }

    private SwmlNode? Fail(string code, SwmlPath path, SourcePosition position, string found, string expected)
    {
        _errors.Add(new SwmlError(code, path.ToString(), found, expected, position));
        return null;
    }

    private static bool HasLoneSurrogate(ReadOnlySpan<char> text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (!char.IsSurrogate(text[index])) continue;
            if (index + 1 == text.Length || !char.IsSurrogatePair(text[index], text[index + 1])) return true;
            index++;
        }

        return false;
    }
}
