using System.Globalization;

namespace Orchestrator.Telephony.Streams;

/// <summary>How a stream's audio is encoded: <c>PCMU</c>, <c>PCMA</c>, <c>G722</c>, <c>L16</c>, with an optional rate and ptime (<c>L16@24000h@40i</c>).</summary>
/// <param name="Encoding">As the messages name it: <c>audio/x-mulaw</c>, <c>audio/x-L16</c>, …</param>
/// <param name="SampleRate">Hz.</param>
/// <param name="FrameTime">How much audio a frame holds; 20 ms unless given.</param>
/// <param name="FrameBytes">How many bytes that is.</param>
public sealed record StreamFormat(string Encoding, int SampleRate, TimeSpan FrameTime, int FrameBytes)
{
    private static readonly TimeSpan UsualFrame = TimeSpan.FromMilliseconds(20);

    /// <summary>A frame in which nothing is heard.</summary>
    public byte[] Silence()
    {
        var frame = new byte[FrameBytes];
        frame.AsSpan().Fill(Quiet);
        return frame;
    }

    private byte Quiet => Encoding switch
    {
        "audio/x-mulaw" => 0xFF,
        "audio/x-alaw" => 0xD5,
        "audio/G722" => 0xFA,
        _ => 0,
    };

    /// <returns>Null: it is none of these.</returns>
    public static StreamFormat? Read(string codec)
    {
        var parts = codec.Split('@');
        int? rate = null;
        var frame = UsualFrame;
        foreach (var part in parts.AsSpan(1))
        {
            if (part.Length < 2 || !int.TryParse(part.AsSpan(0, part.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number == 0)
                return null;
            if (part[^1] == 'h')
                rate = number;
            else if (part[^1] == 'i')
                frame = TimeSpan.FromMilliseconds(number);
            else
                return null;
        }

        return parts[0].ToUpperInvariant() switch
        {
            "PCMU" => Of("audio/x-mulaw", rate ?? 8000, frame, bitsPerSample: 8),
            "PCMA" => Of("audio/x-alaw", rate ?? 8000, frame, bitsPerSample: 8),
            // 64 kbit/s whatever its clock says (RFC 3551 4.5.2).
            "G722" => Of("audio/G722", rate ?? 16000, frame, bitsPerSample: 4),
            "L16" => Of("audio/x-L16", rate ?? 8000, frame, bitsPerSample: 16),
            _ => null,
        };
    }

    private static StreamFormat Of(string encoding, int rate, TimeSpan frame, int bitsPerSample) =>
        new(encoding, rate, frame, (int)(rate * frame.TotalSeconds * bitsPerSample / 8));
}
