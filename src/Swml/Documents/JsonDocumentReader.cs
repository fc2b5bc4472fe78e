using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Orchestrator.Swml.Documents;

/// <summary>JSON as RFC 8259 has it: no comments, no trailing commas, one value.</summary>
internal ref struct JsonDocumentReader
{
    private readonly ReadOnlySpan<byte> _utf8;
    private readonly SwmlLimits _limits;
    private readonly ReadingErrors _errors;
    private Utf8JsonReader _reader;
    private PositionTracker _positions;

    private JsonDocumentReader(ReadOnlySpan<byte> utf8, SwmlLimits limits, ReadingErrors errors)
    {
        _utf8 = utf8;
        (_limits, _errors) = (limits, errors);
        // The depth is checked here, by its own code; the reader's own check must not come first.
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = limits.MaxDepth + 2 });
        _positions = new PositionTracker(utf8);
    }

    public static SwmlNode? Read(ReadOnlySpan<byte> utf8, SwmlLimits limits, ReadingErrors errors)
    {
        var document = new JsonDocumentReader(utf8, limits, errors);
        try
        {
            document._reader.Read();
            var root = document.Value(SwmlPath.Root, 1);
            // One read past the value finds what should not follow it.
            if (root is not null) document._reader.Read();
            return root;
        }
        catch (JsonException broken)
        {
            return document.Broken(broken);
        }
    }

    private SwmlNode? Value(SwmlPath path, int depth)
    {
        var position = _positions.At((int)_reader.TokenStartIndex);
        return _reader.TokenType switch
        {
            JsonTokenType.StartObject or JsonTokenType.StartArray when depth > _limits.MaxDepth => _errors.TooDeep(path, position),
            JsonTokenType.StartObject => Object(path, position, depth),
            JsonTokenType.StartArray => List(path, position, depth),
            JsonTokenType.String => TextOf() is { } text ? _errors.Text(path, position, text) : HalfCharacter(path, position),
            JsonTokenType.Number => new NumberNode(path, position, Encoding.ASCII.GetString(_reader.ValueSpan)),
            JsonTokenType.True => new BooleanNode(path, position, true),
            JsonTokenType.False => new BooleanNode(path, position, false),
            _ => new NullNode(path, position),
        };
    }

    private SwmlNode? Object(SwmlPath path, SourcePosition position, int depth)
    {
        var members = ImmutableArray.CreateBuilder<SwmlMember>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (_reader.Read() && _reader.TokenType is not JsonTokenType.EndObject)
        {
            var namePosition = _positions.At((int)_reader.TokenStartIndex);
            if (TextOf() is not { } name) return HalfCharacter(path, namePosition);
            if (!_errors.NameFits(path, namePosition, name)) return null;

            var child = path.Child(name);
            _reader.Read();
            if (Value(child, depth + 1) is not { } value) return null;
            if (names.Add(name)) members.Add(new SwmlMember(name, namePosition, value));
            else _errors.Duplicated(child, namePosition, name);
        }

        return new ObjectNode(path, position, members.DrainToImmutable());
    }

    private ListNode? List(SwmlPath path, SourcePosition position, int depth)
    {
        var items = ImmutableArray.CreateBuilder<SwmlNode>();
        while (_reader.Read() && _reader.TokenType is not JsonTokenType.EndArray)
        {
            if (Value(path.Child(items.Count), depth + 1) is not { } item) return null;
            items.Add(item);
        }

        return new ListNode(path, position, items.DrainToImmutable());
    }

    /// <summary>The string at hand, or null if an escape in it writes half a surrogate pair.</summary>
    private readonly string? TextOf()
    {
        try
        {
            return _reader.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private readonly SwmlNode? HalfCharacter(SwmlPath path, SourcePosition position) =>
        _errors.Unreadable(path, position, "half a surrogate pair in a string", "whole characters");

    private readonly SwmlNode? Broken(JsonException broken)
    {
        var offset = PositionTracker.Offset(_utf8, broken.LineNumber ?? 0, broken.BytePositionInLine ?? 0);
        var reason = broken.Message.Split(" LineNumber:", 2)[0].TrimEnd('.');
        var position = new PositionTracker(_utf8).At(offset);
        return _errors.Unreadable(SwmlPath.Root, position, $"text that is not JSON ({reason})", "a JSON value and nothing else");
    }
}
