using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Orchestrator.Swml.Documents;

/// <summary>
/// YAML as far as it is JSON written another way: the core schema, one document, names that are scalars. Aliases are refused where
/// they stand, so a document can never grow beyond its own text.
/// </summary>
internal sealed class YamlDocumentReader
{
    private readonly Parser _parser;
    private readonly SwmlLimits _limits;
    private readonly ReadingErrors _errors;

    private YamlDocumentReader(string text, SwmlLimits limits, ReadingErrors errors) =>
        (_parser, _limits, _errors) = (new Parser(new StringReader(text)), limits, errors);

    private ParsingEvent Current => _parser.Current!;

    public static SwmlNode? Read(string text, SwmlLimits limits, ReadingErrors errors)
    {
        try
        {
            return new YamlDocumentReader(text, limits, errors).Document();
        }
        catch (YamlException broken)
        {
            var found = $"text that is not YAML ({Reason(broken)})";
            return errors.Unreadable(SwmlPath.Root, PositionOf(broken.Start), found, "a YAML document");
        }
        catch (Exception slip) when (slip is InvalidOperationException or ArgumentException or IndexOutOfRangeException
            or FormatException or OverflowException)
        {
            // The YAML library's own slips on malformed text; the text is to blame, the position is not known.
            return errors.Unreadable(SwmlPath.Root, SourcePosition.Start, "text that is not YAML", "a YAML document");
        }
    }

    private SwmlNode? Document()
    {
        while (_parser.MoveNext() && Current is StreamStart or DocumentStart)
        {
        }

        if (Current is StreamEnd)
            return _errors.Unreadable(SwmlPath.Root, SourcePosition.Start, "an empty document", "a JSON or YAML document");
        if (Value(SwmlPath.Root, 1) is not { } root) return null;

        _parser.MoveNext();
        return _parser.MoveNext() && Current is not StreamEnd
            ? _errors.Unreadable(SwmlPath.Root, PositionOf(Current.Start), "a second document", "one document")
            : root;
    }

    private SwmlNode? Value(SwmlPath path, int depth)
    {
        var position = PositionOf(Current.Start);
        return Current switch
        {
            MappingStart or SequenceStart when depth > _limits.MaxDepth => _errors.TooDeep(path, position),
            MappingStart { Tag: var tag } when IsForeign(tag, "map") => Tagged(path, position),
            SequenceStart { Tag: var tag } when IsForeign(tag, "seq") => Tagged(path, position),
            MappingStart => Object(path, position, depth),
            SequenceStart => List(path, position, depth),
            Scalar scalar => YamlScalar.Node(scalar, path, position, _errors),
            _ => _errors.Unreadable(path, position, "an alias", "the value itself"),
        };
    }

    private SwmlNode? Object(SwmlPath path, SourcePosition position, int depth)
    {
        var members = ImmutableArray.CreateBuilder<SwmlMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (_parser.MoveNext() && Current is not MappingEnd)
        {
            var namePosition = PositionOf(Current.Start);
            if (Current is not Scalar { Value: var name } scalar)
            {
                var found = Current is AnchorAlias ? "an alias as a name" : "an object or list as a name";
                return _errors.Unreadable(path, namePosition, found, "a name");
            }

            if (scalar is { Value: "<<", Style: ScalarStyle.Plain })
                return _errors.Unreadable(path, namePosition, "a merge key", "the members themselves");
            if (IsForeign(scalar.Tag, "str")) return Tagged(path, namePosition);
            if (!_errors.NameFits(path, namePosition, name)) return null;

            var child = path.Child(name);
            _parser.MoveNext();
            if (Value(child, depth + 1) is not { } value) return null;
            if (names.Add(name)) members.Add(new SwmlMember(name, namePosition, value));
            else _errors.Duplicated(child, namePosition, name);
        }

        return new ObjectNode(path, position, members.DrainToImmutable());
    }

    private ListNode? List(SwmlPath path, SourcePosition position, int depth)
    {
        var items = ImmutableArray.CreateBuilder<SwmlNode>();
        while (_parser.MoveNext() && Current is not SequenceEnd)
        {
            if (Value(path.Child(items.Count), depth + 1) is not { } item) return null;
            items.Add(item);
        }

        return new ListNode(path, position, items.DrainToImmutable());
    }

    private SwmlNode? Tagged(SwmlPath path, SourcePosition position) =>
        _errors.Unreadable(path, position, "a tag", "none, or one of the core schema");

    private static bool IsForeign(TagName tag, string core) => !tag.IsEmpty && tag.Value != "tag:yaml.org,2002:" + core && tag.Value != "!";

    private static SourcePosition PositionOf(Mark mark) => new((int)mark.Line, (int)mark.Column);

    private static string Reason(YamlException broken) => broken.Message.ReplaceLineEndings(" ").TrimEnd('.');
}
