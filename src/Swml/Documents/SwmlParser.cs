using System.Text;
using System.Text.Unicode;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Swml.Documents;

/// <summary>
/// Reads JSON or YAML text into nodes. Never throws for a text, whatever it holds: what is wrong with it is in the result, as
/// <c>parse_error</c>, <c>element_duplicated</c> or <c>nested_too_deep</c>.
/// </summary>
public static class SwmlParser
{
    /// <param name="utf8">The text, without byte order mark.</param>
    /// <param name="contentType">
    /// <c>application/json</c>, <c>application/yaml</c>, <c>application/x-yaml</c>, <c>text/yaml</c> or <c>text/x-yaml</c> are
    /// believed, parameters aside; otherwise a text that starts with <c>{</c> or <c>[</c> is JSON and any other YAML.
    /// </param>
    public static SwmlParseResult Parse(ReadOnlyMemory<byte> utf8, string? contentType, SwmlLimits? limits = null)
    {
        limits ??= SwmlLimits.Default;
        var errors = new ReadingErrors(limits);
        var node = IsReadable(utf8.Span, limits, errors) ? Read(utf8.Span, contentType, limits, errors) : null;
        return new SwmlParseResult(node, ErrorCollector.InDocumentOrder(errors.All));
    }

    private static SwmlNode? Read(ReadOnlySpan<byte> utf8, string? contentType, SwmlLimits limits, ReadingErrors errors) =>
        SwmlFormats.Of(utf8, contentType) is SwmlFormat.Json
            ? JsonDocumentReader.Read(utf8, limits, errors)
            : YamlDocumentReader.Read(Encoding.UTF8.GetString(utf8), limits, errors);

    private static bool IsReadable(ReadOnlySpan<byte> utf8, SwmlLimits limits, ReadingErrors errors)
    {
        var (root, start) = (SwmlPath.Root, SourcePosition.Start);
        if (utf8.Length > limits.MaxDocumentBytes)
            errors.Unreadable(root, start, $"a document of {utf8.Length} bytes", $"at most {limits.MaxDocumentBytes} bytes");
        else if (utf8.StartsWith("\uFEFF"u8))
            errors.Unreadable(root, start, "a byte order mark", "UTF-8 text without one");
        else if (utf8.Trim(" \t\r\n"u8).IsEmpty)
            errors.Unreadable(root, start, "an empty document", "a JSON or YAML document");
        else if (!Utf8.IsValid(utf8))
            errors.Unreadable(root, new PositionTracker(utf8).At(FirstInvalid(utf8)), "a byte that is not UTF-8", "UTF-8 text");
        else
            return true;

        return false;
    }

    private static int FirstInvalid(ReadOnlySpan<byte> utf8)
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(utf8[offset..], out _, out var length) is System.Buffers.OperationStatus.Done) offset += length;
        return offset;
    }
}
