namespace Orchestrator.Sip.Messages;

/// <summary>What a message may be at most; beyond it is refused as malformed.</summary>
public sealed record SipLimits
{
    public static readonly SipLimits Default = new();

    /// <summary>Bytes of one line, folded ones counted together.</summary>
    public int Line { get; init; } = 8 * 1024;

    public int HeaderCount { get; init; } = 256;

    /// <summary>Bytes of start line and headers.</summary>
    public int Head { get; init; } = 64 * 1024;

    public int Body { get; init; } = 256 * 1024;
}
