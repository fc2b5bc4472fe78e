using System.Collections.Concurrent;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>
/// Audio of callees before they answer. A caller who is not answered hears the one callee that rings; with several, whom should he hear? Nor does he hear
/// one while something is played to him.
/// </summary>
internal sealed partial class SipLeg
{
    /// <summary>A caller's callees that are dialed and not answered yet.</summary>
    private ConcurrentDictionary<SipLeg, byte>? _ringing;
    private int _settlings;

    /// <summary>The callee whom this caller hears before anybody has answered.</summary>
    private volatile SipLeg? _heard;

    /// <summary>This leg has sent a description before its answer.</summary>
    private volatile bool _sendsEarly;

    private void CalleeDialed(SipLeg callee)
    {
        LazyInitializer.EnsureInitialized(ref _ringing, static () => new(concurrencyLevel: 1, capacity: 4))[callee] = 0;
        SettleEarlyMedia();
    }

    /// <summary>It was answered, or ended: another one may be the only one now.</summary>
    private void CalleeOver(SipLeg callee)
    {
        if (_ringing?.TryRemove(new(callee, 0)) == true) SettleEarlyMedia();
    }

    /// <summary>One change after the other, each by what is so when its turn comes: whoever comes meanwhile has it looked at once more.</summary>
    private void SettleEarlyMedia()
    {
        // While it is being settled, whom he hears is no word to go by.
        if (_stage == LegStage.Offered && (Volatile.Read(ref _settlings) != 0 || TheOnlyOne() != _heard) && Interlocked.Increment(ref _settlings) == 1) Work(SettleAll);
    }

    private async Task SettleAll()
    {
        int asked;
        try
        {
            do
            {
                asked = Volatile.Read(ref _settlings);
                await Settle().ConfigureAwait(false);
            }
            while (Interlocked.CompareExchange(ref _settlings, 0, asked) != asked);
        }
        catch
        {
            // Whoever comes next settles it anew.
            Volatile.Write(ref _settlings, 0);
            throw;
        }
    }

    private async Task Settle()
    {
        var (was, wanted) = (_heard, TheOnlyOne());
        if (_stage != LegStage.Offered || was == wanted) return;
        _heard = wanted;
        // One that has answered, or is over, is not for us any more.
        if (was is not null && _ringing!.ContainsKey(was)) await was.Media.BeSilent().ConfigureAwait(false);
        if (wanted is null) return;
        await OpenEarlyMedia().ConfigureAwait(false);
        await wanted.Media.BeHeard().ConfigureAwait(false);
    }

    private SipLeg? TheOnlyOne() =>
        _playback is null && !WantsOffer && _ringing?.Keys.ToList() is [{ _sendsEarly: true } callee] ? callee : null;
}
