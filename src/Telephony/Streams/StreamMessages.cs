using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Telephony.Streams;

internal sealed record ConnectedMessage(string Event, string Protocol, string Version)
{
    public static ConnectedMessage One { get; } = new("connected", "Call", "0.2.0");
}

internal sealed record StartMessage(string Event, string SequenceNumber, StartBody Start);

internal sealed record StartBody(
    string StreamSid, string AccountSid, string CallSid, string[] Tracks, IReadOnlyDictionary<string, string> CustomParameters, MediaFormat MediaFormat);

internal sealed record MediaFormat(string Encoding, int SampleRate, int Channels);

internal sealed record MediaMessage(string Event, string SequenceNumber, MediaBody Media);

internal sealed record MediaBody(string Track, string Chunk, string Timestamp, ReadOnlyMemory<byte> Payload);

internal sealed record DtmfMessage(string Event, string SequenceNumber, string StreamSid, DtmfBody Dtmf);

internal sealed record DtmfBody(string Digit, int Duration);

internal sealed record MarkMessage(string Event, string StreamSid, MarkBody Mark);

internal sealed record MarkBody(string Name);

internal sealed record StopMessage(string Event, string SequenceNumber);

/// <summary>Any message of the server; what is not of its event is left out.</summary>
internal sealed record ServerMessage(string? Event, ServerMedia? Media, MarkBody? Mark, ServerDtmf? Dtmf);

internal sealed record ServerMedia(byte[]? Payload);

internal sealed record ServerDtmf(string? Digit);

/// <summary>How the messages are written. Bytes travel as base64; numbers of ours as strings, save a digit's duration and the format's.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ConnectedMessage))]
[JsonSerializable(typeof(StartMessage))]
[JsonSerializable(typeof(MediaMessage))]
[JsonSerializable(typeof(DtmfMessage))]
[JsonSerializable(typeof(MarkMessage))]
[JsonSerializable(typeof(StopMessage))]
[JsonSerializable(typeof(ServerMessage))]
internal sealed partial class StreamJson : JsonSerializerContext
{
    /// <summary>Nothing of this is ever put into HTML: a name stands as it is written.</summary>
    public static StreamJson Plain { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
