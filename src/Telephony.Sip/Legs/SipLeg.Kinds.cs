using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Media;
using Orchestrator.Telephony.Sip.Routing;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>
/// What a leg offers to whom. A subscriber's browsers are offered WebRTC and his other phones are not, unless the document says one or the other for all of them. Where he has both, each
/// kind has media of its own until one of his phones answers.
/// </summary>
internal sealed partial class SipLeg
{
    private readonly List<Kind> _kinds = [];

    private bool IsForBrowser(Attempt attempt) => _asked.WebrtcMedia ?? (attempt.IsBrowser && _parts.Media.MakesWebrtc);

    private Kind KindOf(Attempt attempt) => _kinds.First(kind => kind.Target.WebrtcMedia == IsForBrowser(attempt));

    /// <returns>Why one of them cannot be offered anything; null: all can.</returns>
    private async Task<string?> Prepare(IEnumerable<bool> kinds)
    {
        foreach (var isWebrtc in kinds)
        {
            var media = _kinds.Count == 0 ? Media : _parts.Media.Begin(this, _caller?.Media, $"{Id}~else");
            var target = _asked with { WebrtcMedia = isWebrtc };
            var offer = await media.Offer(target).ConfigureAwait(false);
            lock (Gate) _kinds.Add(new Kind(target, media, offer.Description));
            if (offer.Problem is not null) return offer.Problem;
        }

        return null;
    }

    /// <summary>The leg is of this kind: it has answered, or is heard before.</summary>
    private void Choose(Kind kind) => (_target, Media, _offer) = kind;

    private void EndOtherMedia()
    {
        lock (Gate)
        {
            foreach (var kind in _kinds)
                if (kind.Media != Media) kind.Media.End();
        }
    }

    private void EndMedia()
    {
        EndOtherMedia();
        Media.End();
    }

    private sealed record Kind(DialTarget Target, MediaLeg Media, ReadOnlyMemory<byte> Offer);
}
