using System.Collections.Concurrent;
using Orchestrator.Telephony.Delivery;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>
/// Digits, out and in. An engine presses them for somebody who speaks: in a bridge that is the other end, and what was pressed for him comes back as if he had. A leg in no bridge is
/// spoken to by us, over what is aside of it.
/// </summary>
internal sealed partial class AnchoredLeg
{
    private static readonly TimeSpan Pressed = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan ShortPause = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<char, int> _pressedForIt = [];

    public override async ValueTask<MediaResult> SendDigits(string digits)
    {
        if (Call is not { IsLost: false } call) return MediaResult.Failed(NoEngine);
        foreach (var digit in digits)
        {
            if (digit is 'w' or 'W') await Wait(digit == 'w' ? ShortPause : 2 * ShortPause).ConfigureAwait(false);
            else if (await SendDigit(call, digit).ConfigureAwait(false) is { } problem) return MediaResult.Failed(problem);
            if (_over.Task.IsCompleted) return MediaResult.Failed("the leg is over");
        }

        return MediaResult.Done;
    }

    /// <summary>The engine has seen a digit come from this leg; unless it was pressed by us for it.</summary>
    public void Press(char digit)
    {
        while (_pressedForIt.TryGetValue(digit, out var ours) && ours > 0)
            if (_pressedForIt.TryUpdate(digit, ours - 1, ours)) return;
        user.Pressed(digit);
    }

    private async ValueTask<string?> SendDigit(AnchoredCall call, char digit)
    {
        if (_opposite is { PeerId: not null } half) return await PressFor(call, half.Tag, digit).ConfigureAwait(false);
        if (_opposite is null && _peer is { } peer)
        {
            peer._pressedForIt.AddOrUpdate(digit, 1, (_, ours) => ours + 1);
            var problem = await PressFor(call, peer.Tag, digit).ConfigureAwait(false);
            if (problem is not null) peer._pressedForIt.AddOrUpdate(digit, 0, (_, ours) => ours - 1);
            return problem;
        }

        if (_opposite?.Offered.Sdp is not { } aside || DigitSender.Towards(aside) is not { } sender) return "found no way to send digits: the far end takes none";
        using (sender) await sender.Send(Dtmf.NumberOf(digit), Pressed, media.Time).ConfigureAwait(false);
        await Wait(Pressed).ConfigureAwait(false);
        return null;
    }

    /// <param name="speaker">Whom this leg hears.</param>
    private async ValueTask<string?> PressFor(AnchoredCall call, string speaker, char digit)
    {
        var items = NgRequests.Of(speaker);
        (items["code"], items["duration"], items["pause"]) = ($"{digit}", (long)Pressed.TotalMilliseconds, (long)Pressed.TotalMilliseconds);
        if (Problem(await call.Ask("play DTMF", items).ConfigureAwait(false)) is { } problem) return problem;
        await Wait(2 * Pressed).ConfigureAwait(false);
        return null;
    }

    /// <summary>Or until the leg is over.</summary>
    private async Task Wait(TimeSpan time) => await Task.WhenAny(Task.Delay(time, media.Time), _over.Task).ConfigureAwait(false);
}
