namespace Orchestrator.Swml.Documents;

internal enum SwmlFormat
{
    Json,
    Yaml,
}

/// <summary>A known content type is believed; for any other, or none, the first character decides.</summary>
internal static class SwmlFormats
{
    public static SwmlFormat Of(ReadOnlySpan<byte> utf8, string? contentType) => Declared(contentType) ?? Sniffed(utf8);

    private static SwmlFormat? Declared(string? contentType)
    {
        var type = contentType?.Split(';', 2)[0].Trim().ToLowerInvariant();
        return type switch
        {
            "application/json" => SwmlFormat.Json,
            "application/yaml" or "application/x-yaml" or "text/yaml" or "text/x-yaml" => SwmlFormat.Yaml,
            _ => null,
        };
    }

    private static SwmlFormat Sniffed(ReadOnlySpan<byte> utf8)
    {
        var text = utf8.TrimStart(" \t\r\n"u8);
        return text is [(byte)'{' or (byte)'[', ..] ? SwmlFormat.Json : SwmlFormat.Yaml;
    }
}
