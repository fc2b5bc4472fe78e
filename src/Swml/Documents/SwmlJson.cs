using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Orchestrator.Swml.Documents;

/// <summary>Nodes as JSON text.</summary>
public static class SwmlJson
{
    /// <summary>Characters are written as themselves where JSON lets them be: the text is for machines and people, not for HTML.</summary>
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The value as compact JSON: members in their order, numbers as they were written.</summary>
    public static string Write(SwmlNode node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Options)) Write(node, writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A value that was worked out, at the place in the document where it is filled in.</summary>
    internal static SwmlNode Node(JsonElement value, SwmlPath path, SourcePosition position)
    {
        return value.ValueKind switch
        {
            JsonValueKind.Object => new ObjectNode(path, position, [.. value.EnumerateObject().Select(Member)]),
            JsonValueKind.Array => new ListNode(path, position, [.. value.EnumerateArray().Select(Item)]),
            JsonValueKind.String => new TextNode(path, position, value.GetString()!),
            JsonValueKind.Number => new NumberNode(path, position, value.GetRawText()),
            JsonValueKind.True or JsonValueKind.False => new BooleanNode(path, position, value.GetBoolean()),
            _ => new NullNode(path, position),
        };

        SwmlMember Member(JsonProperty member) => new(member.Name, position, Node(member.Value, path.Child(member.Name), position));
        SwmlNode Item(JsonElement item, int index) => Node(item, path.Child(index), position);
    }

    /// <summary>Writes the value where the writer stands, to embed it in a larger text.</summary>
    public static void Write(SwmlNode node, Utf8JsonWriter writer)
    {
        switch (node)
        {
            case ObjectNode { Members: var members }:
                writer.WriteStartObject();
                foreach (var member in members)
                {
                    writer.WritePropertyName(member.Name);
                    Write(member.Value, writer);
                }

                writer.WriteEndObject();
                break;
            case ListNode { Items: var items }:
                writer.WriteStartArray();
                foreach (var item in items) Write(item, writer);
                writer.WriteEndArray();
                break;
            case TextNode { Value: var text }:
                writer.WriteStringValue(text);
                break;
            case NumberNode { Text: var number }:
                writer.WriteRawValue(number);
                break;
            case BooleanNode { Value: var boolean }:
                writer.WriteBooleanValue(boolean);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
