namespace Orchestrator.Telephony.Sip.Rtpengine;

/// <summary>Carries frames to one engine and back: a cookie, a space, a dictionary.</summary>
public interface INgLink : IAsyncDisposable
{
    /// <summary>The longest frame that it carries, in bytes.</summary>
    int LongestFrame { get; }

    /// <param name="received">Told of each frame; not to block, nor to keep it.</param>
    void Start(Action<ReadOnlyMemory<byte>> received);

    /// <summary>Sends without waiting for an answer. What cannot be sent is lost: it is repeated from above.</summary>
    void Send(ReadOnlyMemory<byte> frame);
}
