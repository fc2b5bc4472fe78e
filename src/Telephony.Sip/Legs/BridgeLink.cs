using Orchestrator.Telephony.Sip.Media;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>Two legs that hear each other. Both hold the same link, and either one can break it without asking the other.</summary>
internal sealed class BridgeLink(SipLeg first, SipLeg second, PlaneParts parts)
{
    private readonly TaskCompletionSource<MediaResult> _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _broken;
    private int _begun;

    public bool Stands => Volatile.Read(ref _broken) == 0;

    /// <summary>Completes when media flow, or cannot.</summary>
    public Task<MediaResult> Joined => _joined.Task;

    /// <summary>True for the first who asks: he joins the media, and everybody waits for that.</summary>
    public bool TryBegin() => Interlocked.Exchange(ref _begun, 1) == 0;

    public void End(MediaResult joined) => _joined.TrySetResult(joined);

    public SipLeg PeerOf(SipLeg leg) => leg == first ? second : first;

    public bool Break()
    {
        if (Interlocked.Exchange(ref _broken, 1) != 0) return false;
        parts.Desk.CountUnbridge();
        return true;
    }
}
