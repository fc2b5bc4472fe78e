using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Swml.Plan;

/// <summary>
/// An http(s) URL that a user gave for callbacks. It may carry <c>user:password@</c> and secrets in its path or query, so
/// <see cref="ToString"/> shows only scheme, host and port; <see cref="Reveal"/> is for the code that sends the request.
/// </summary>
[JsonConverter(typeof(CallbackUrlConverter))]
public sealed record CallbackUrl
{
    private readonly string _written;

    /// <param name="written">The URL byte for byte as it was written: signatures are made over it. At most 2,048 characters.</param>
    public CallbackUrl(string written)
    {
        ArgumentException.ThrowIfNullOrEmpty(written);
        _written = written;
    }

    /// <summary>The URL as written, credentials and all.</summary>
    public string Reveal() => _written;

    public override string ToString() =>
        Uri.TryCreate(_written, UriKind.Absolute, out var uri) ? $"{uri.Scheme}://{uri.Authority}/…" : "(unreadable URL)";
}

/// <summary>Writes the URL whole: it is for snapshots and grain messages, never for logs or answers.</summary>
public sealed class CallbackUrlConverter : JsonConverter<CallbackUrl>
{
    public override CallbackUrl Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        new(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, CallbackUrl value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.Reveal());
}
