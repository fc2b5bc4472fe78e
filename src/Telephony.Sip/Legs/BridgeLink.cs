using Orchestrator.Telephony.Sip.Media;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>Two legs that hear each other. Both hold the same link, and either one can break it without asking the other.</summary>
internal sealed class BridgeLink(SipLeg first, SipLeg second, PlaneParts parts)
{
    private int _broken;

    public bool Stands => Volatile.Read(ref _broken) == 0;

    /// <summary>Completes when media flow, or cannot; set by whoever joins them, and awaited by whoever asks again.</summary>
    public Task<MediaResult> Joined { get; set; } = Task.FromResult(MediaResult.Done);

    public SipLeg PeerOf(SipLeg leg) => leg == first ? second : first;

    public bool Break()
    {
        if (Interlocked.Exchange(ref _broken, 1) != 0) return false;
        parts.Desk.CountUnbridge();
        return true;
    }
}
