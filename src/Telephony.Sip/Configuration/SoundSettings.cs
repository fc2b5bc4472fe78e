namespace Orchestrator.Telephony.Sip.Configuration;

/// <summary>What is played to legs, and what it may cost.</summary>
public sealed class SoundSettings
{
    /// <summary>The program that speaks <c>say:</c>: <c>espeak-ng</c>, or its path. None: it is refused.</summary>
    public string? Speech { get; set; }

    /// <summary>The program that converts audio files and speech: <c>ffmpeg</c>, or its path.</summary>
    public string Converter { get; set; } = "ffmpeg";

    /// <summary>The longest file that is fetched, in bytes.</summary>
    public int MostFileBytes { get; set; } = 10 * 1024 * 1024;

    /// <summary>What is longer is cut.</summary>
    public TimeSpan Longest { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How long fetching may take, and each program.</summary>
    public TimeSpan Patience { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a file or a spoken text is not fetched or spoken anew.</summary>
    public TimeSpan KeepFor { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How much of them is kept, in bytes.</summary>
    public long MostBytesKept { get; set; } = 64 * 1024 * 1024;
}
