using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>
/// A leg to a Resource that the engine serves itself: its far end is a call that comes in, on this very plane, and no message leaves the node. The two make
/// offer and answer as phones would. What happens to the one is told to the other in order, and outside of every gate, so that two legs never wait for each other.
/// </summary>
internal sealed partial class SipLeg
{
    private readonly TellingInOrder _telling;
    private volatile SipLeg? _other;
    private ResourceChain? _chain;

    /// <summary>What a caller who was not answered was told.</summary>
    private int? _refusedWith;

    private void CallResource(DialTarget target)
    {
        // No browser is at its other end.
        _target = target with { WebrtcMedia = false };
        if ((_chain = ResourceChain.Join(_caller?._chain)) is null) End(new EndCause(EndKind.NoRoute, Detail: ResourceChain.NoEnd));
        else if (EnterProject(target) is { } full) End(new EndCause(EndKind.NoRoute, Detail: full));
        else Work(PrepareAndCallIn);
    }

    private async Task PrepareAndCallIn()
    {
        var offer = await Media.Offer(_target).ConfigureAwait(false);
        Happen(() =>
        {
            if (_stage != LegStage.Dialed) return;
            if (offer.Problem is { } problem)
            {
                End(new EndCause(EndKind.NoRoute, Detail: problem));
                return;
            }

            _offer = offer.Description;
            var comesIn = new SipLeg(LegIds.New(), _parts) { _other = this, _chain = _chain };
            _other = comesIn;
            _parts.Legs[comesIn.Id] = comesIn;
            Raise(new Progress(Id, _log.NextSequence));
            TellOther(other => other.ComeIn(_target, _offer));
        });
        _caller?.CalleeRang();
    }

    private void ComeIn(DialTarget target, ReadOnlyMemory<byte> offer) => Happen(() =>
    {
        (_stage, _isCaller) = (LegStage.Offered, true);
        _parts.Desk.CountLegUp();
        Media.TakeOffer(offer);
        Raise(new Arrived(Id, _log.NextSequence, _parts.NodeId, new IncomingCall
        {
            From = target.From,
            To = target.To,
            ProjectId = target.ResourceOf,
            FromName = target.FromName,
            Headers = target.Headers,
        }));
    });

    private void OtherSpeaks(ReadOnlyMemory<byte> description) => Work(() => TakeEarlyMedia(description));

    private void OtherAnswered(ReadOnlyMemory<byte> description) => Happen(() =>
    {
        if (_stage != LegStage.Dialed) return;
        _stage = LegStage.Answering;
        _caller?.CalleeOver(this);
        Work(() => ConnectMedia(description));
    });

    /// <param name="status">How the caller was refused; null: he was not, or it was he who left.</param>
    private void OtherEnded(int? status) => Happen(() =>
    {
        if (_stage is not LegStage.Ended) End(_stage is LegStage.Dialed ? new EndCause(EndKind.Rejected, status ?? 480) : new EndCause(EndKind.RemoteHangUp));
    });

    /// <summary>Inside the gate.</summary>
    private void TellOther(Action<SipLeg> what)
    {
        if (_other is { } other) _telling.Note(() => what(other));
    }
}
