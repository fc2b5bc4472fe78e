using System.Collections.Concurrent;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>
/// Audio of callees before they answer. A caller who is not answered hears the one callee that rings; with several, whom should he hear? Nor does he hear
/// one while something is played to him.
/// </summary>
internal sealed partial class SipLeg
{
    /// <summary>A caller's callees that are dialed and not answered yet.</summary>
    private readonly ConcurrentDictionary<SipLeg, byte> _ringing = [];

    /// <summary>This leg has sent a description before its answer.</summary>
    private volatile bool _sendsEarly;

    private void CalleeDialed(SipLeg callee) => _ringing[callee] = 0;

    /// <summary>It was answered, or ended: another one may be the only one now.</summary>
    private void CalleeOver(SipLeg callee)
    {
        if (_ringing.TryRemove(new(callee, 0)) && _stage == LegStage.Offered) Work(HearTheOnlyOne);
    }

    private async Task HearTheOnlyOne()
    {
        if (_playback is not null || _ringing.Keys.ToList() is not [{ _sendsEarly: true } callee]) return;
        await OpenEarlyMedia().ConfigureAwait(false);
        await callee.Media.BeHeard().ConfigureAwait(false);
    }
}
