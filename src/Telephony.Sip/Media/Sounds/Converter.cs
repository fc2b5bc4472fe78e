using System.Globalization;

namespace Orchestrator.Telephony.Sip.Media.Sounds;

/// <summary>Makes of any audio file what an engine plays, by ffmpeg.</summary>
internal sealed class Converter(BoundedProgram program, TimeSpan longest)
{
    public const int Rate = 16_000;
    public const int BytesPerSample = 2;

    public async Task<Sound> Convert(ReadOnlyMemory<byte> file, CancellationToken cancellationToken)
    {
        var converted = await program.Run(Arguments(), file, cancellationToken).ConfigureAwait(false);
        return converted.Problem is { } problem
            ? Sound.Failed(problem)
            : Sound.Of(WaveFile.Of(converted.Bytes.Span, WaveFile.Pcm, Rate, BytesPerSample));
    }

    /// <summary>Only formats that hold their own audio, and only from the pipe: a playlist would have it open what it names.</summary>
    private string[] Arguments() =>
    [
        "-hide_banner", "-loglevel", "error", "-nostdin", "-protocol_whitelist", "pipe", "-format_whitelist", "wav,mp3,ogg,flac,aac,mov,matroska,aiff,au,amr",
        "-i", "pipe:0", "-map", "0:a:0", "-vn", "-t", longest.TotalSeconds.ToString(CultureInfo.InvariantCulture),
        "-ac", "1", "-ar", $"{Rate}", "-f", "s16le", "pipe:1",
    ];
}
