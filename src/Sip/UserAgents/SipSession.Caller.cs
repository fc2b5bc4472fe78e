using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.UserAgents;

/// <summary>What the side that sent the INVITE does with its responses.</summary>
public sealed partial class SipSession
{
    /// <summary>Acknowledges a reliable provisional response (RFC 3262 section 4). False for one that came before, or too early.</summary>
    internal bool TakeProvisional(SipResponse response, InviteOptions options)
    {
        Learn(response);
        if (!response.Requires("100rel") || response.RSeq is not { } number) return true;
        if (_lastReliable != 0 && number != _lastReliable + 1) return false;
        _lastReliable = number;
        Dialog.RaiseTo(response.CSeq.Number);
        var prack = Dialog.NewRequest(SipMethods.Prack);
        prack.Headers.Add(HeaderNames.RAck, new RAck(number, response.CSeq).ToString());
        if (AnswerTo(response, options) is { IsEmpty: false } answer) prack.SetBody(Capabilities.SdpType, answer);
        _ = Send(prack, endsIfLost: false);
        return true;
    }

    /// <summary>The 2xx: the dialog is confirmed, and acknowledged (RFC 3261 section 13.2.2.4).</summary>
    internal void Confirm(SipRequest invite, SipResponse response, SipTarget way, InviteOptions options)
    {
        if (State != SessionState.Early)
        {
            // Dropped for another branch, and answered all the same: known again, to be hung up.
            Agent.Add(this);
            IsTold = false;
        }
        Dialog.RaiseTo(invite.CSeq.Number);
        Dialog.Confirm(response);
        Follow(response, way);
        Confirm(response);
        SendAck(response, AnswerTo(response, options));
    }

    /// <summary>A 2xx that came before: the far end has not seen our ACK.</summary>
    internal bool RepeatAck(SipResponse response) => _acks.Repeat(response.CSeq.Number, Agent.Transactions);

    internal void SendAck(SipResponse response, ReadOnlyMemory<byte> answer = default)
    {
        var ack = Dialog.NewAck(response.CSeq.Number);
        if (!answer.IsEmpty) ack.SetBody(Capabilities.SdpType, answer);
        _digest?.Authorize(ack);
        _acks.Send(response.CSeq.Number, ack, Dialog.NextHop, Flow, this);
    }

    // Only an INVITE without an offer makes the far end offer.
    private ReadOnlyMemory<byte> AnswerTo(SipResponse response, InviteOptions options)
    {
        if (!options.Offer.IsEmpty || !LocalDescription.IsEmpty || response.Body.IsEmpty || options.Answer is not { } answer) return default;
        try
        {
            return LocalDescription = answer(response);
        }
        catch (Exception e)
        {
            // The far end is up, and must be acknowledged and known all the same.
            Agent.Report(e);
            return default;
        }
    }
}
