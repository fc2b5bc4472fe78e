using System.Text;
using Orchestrator.Sip.Sdp;
using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>
/// A bridge of two legs that are not of one call: of two callers, on one engine or two, on one node or two. Each half offers its leg to a stand-in, and answers for it as the
/// other half describes itself. What goes between the two is plain RTP.
/// </summary>
internal sealed partial class AnchoredLeg
{
    public override async ValueTask<MediaResult> JoinAcross(string peerLegId, ReadOnlyMemory<byte> theirs)
    {
        if (Call is not { IsLost: false } call) return MediaResult.Failed(NoEngine);
        SessionDescription? other = null;
        if (!theirs.IsEmpty && !SessionDescription.TryParse(theirs.Span, out other)) return MediaResult.Failed("the other half's description cannot be read");
        var half = await call.Change(() => Halve(call, peerLegId, other)).ConfigureAwait(false);
        return Problem(half) is { } problem ? MediaResult.Failed(problem) : new MediaResult(Encoding.UTF8.GetBytes(half.Sdp ?? ""));
    }

    /// <returns>What the other half is told of this one.</returns>
    private async Task<NgReply> Halve(AnchoredCall call, string peerId, SessionDescription? other)
    {
        if (_over.Task.IsCompleted || !SessionDescription.TryParse(Encoding.UTF8.GetBytes(_own), out var own)) return NgReply.Refusal("the leg is over");
        if (_opposite is not { } half || half.PeerId != peerId)
            half = await Begin(call, other is null ? NgRequests.AlsoG711 : NgRequests.Only([Halves.CodecOf(other, own).Name]), peerId).ConfigureAwait(false);
        if (!half.Offered.IsDone || other is null) return half.Offered;
        var theirs = Halves.Answer(other, own).ToString();
        if (half.Own == theirs) return half.Offered;
        var met = await Meet(call, half, theirs).ConfigureAwait(false);
        return met.IsDone ? half.Offered : met;
    }

    private async ValueTask<MediaResult> JoinHalves(AnchoredLeg other)
    {
        var first = await JoinAcross(other.Tag, default).ConfigureAwait(false);
        if (first.Problem is not null) return first;
        var second = await other.JoinAcross(Tag, first.Description).ConfigureAwait(false);
        if (second.Problem is not null) return second;
        var joined = await JoinAcross(other.Tag, second.Description).ConfigureAwait(false);
        if (joined.Problem is not null) return joined;
        (_peer, other._peer) = (other, this);
        _isJoined = other._isJoined = true;
        return MediaResult.Done;
    }
}
