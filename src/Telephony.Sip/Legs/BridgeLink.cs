using Orchestrator.Telephony.Sip.Media;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>
/// A leg that hears another one. Two legs of this plane hold the same link, and either one can break it without asking the other. Of a bridge across nodes each
/// plane has a link of its own.
/// </summary>
internal abstract class BridgeLink(PlaneParts parts)
{
    private int _broken;

    public bool Stands => Volatile.Read(ref _broken) == 0;

    /// <summary>The leg at the other end, seen from this one.</summary>
    public abstract string PeerOf(SipLeg leg);

    public bool Break()
    {
        if (Interlocked.Exchange(ref _broken, 1) != 0) return false;
        parts.Desk.CountUnbridge();
        return true;
    }
}

internal sealed class LocalLink(SipLeg first, SipLeg second, PlaneParts parts) : BridgeLink(parts)
{
    private readonly TaskCompletionSource<MediaResult> _joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _begun;

    /// <summary>Completes when media flow, or cannot.</summary>
    public Task<MediaResult> Joined => _joined.Task;

    /// <summary>True for the first who asks: he joins the media, and everybody waits for that.</summary>
    public bool TryBegin() => Interlocked.Exchange(ref _begun, 1) == 0;

    public void End(MediaResult joined) => _joined.TrySetResult(joined);

    public SipLeg Other(SipLeg leg) => leg == first ? second : first;

    public override string PeerOf(SipLeg leg) => Other(leg).Id;
}

/// <summary>This plane's half of a bridge across nodes.</summary>
internal sealed class HalfLink(string peerId, PlaneParts parts) : BridgeLink(parts)
{
    public override string PeerOf(SipLeg leg) => peerId;
}
