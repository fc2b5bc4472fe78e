using System.Buffers.Binary;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Sip.Media.Streams;

/// <summary>How a stream's audio goes to and from the engine: as it is, or linear samples as μ-law of the same rate, since the engine makes no others.</summary>
/// <param name="Name">As the engine calls it.</param>
/// <param name="Rate">Of its RTP clock, in Hz.</param>
/// <param name="BytesPerSecond">On the wire to the engine.</param>
internal sealed record StreamCodec(string Name, int Rate, int BytesPerSecond, bool IsLinear = false)
{
    /// <summary>RFC 3551 section 4.5.2: its clock says half of what it is.</summary>
    private const int G722Clock = 8000;

    public string Offered => Name == "G722" ? Name : $"{Name}/{Rate}/1";

    /// <returns>Null: the engine cannot make it.</returns>
    public static StreamCodec? Of(StreamFormat format) => format.Encoding switch
    {
        "audio/x-mulaw" => new("PCMU", format.SampleRate, format.SampleRate),
        "audio/x-alaw" => new("PCMA", format.SampleRate, format.SampleRate),
        "audio/x-L16" => new("PCMU", format.SampleRate, format.SampleRate, IsLinear: true),
        "audio/G722" when format.SampleRate == 2 * G722Clock => new("G722", G722Clock, G722Clock),
        _ => null,
    };

    /// <summary>What a frame of the stream is for the engine.</summary>
    public ReadOnlyMemory<byte> ToEngine(ReadOnlyMemory<byte> frame)
    {
        if (!IsLinear) return frame;
        var samples = new byte[frame.Length / 2];
        for (var i = 0; i < samples.Length; i++) samples[i] = G711.MuLaw(BinaryPrimitives.ReadInt16LittleEndian(frame.Span[(2 * i)..]));
        return samples;
    }

    public byte[] FromEngine(byte[] frame)
    {
        if (!IsLinear) return frame;
        var samples = new byte[frame.Length * 2];
        for (var i = 0; i < frame.Length; i++) BinaryPrimitives.WriteInt16LittleEndian(samples.AsSpan(2 * i), G711.Linear(frame[i]));
        return samples;
    }
}
