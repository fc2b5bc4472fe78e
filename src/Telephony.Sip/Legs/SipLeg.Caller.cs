using Orchestrator.Sip.UserAgents;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Media;
using Orchestrator.Telephony.Sip.Routing;
using IncomingCall = Orchestrator.Sip.UserAgents.IncomingCall;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>A leg that called in, or one that is made up and has no phone.</summary>
internal sealed partial class SipLeg
{
    private const int NotAcceptable = 488;

    private IncomingCall? _incoming;
    private ITimer? _hangUp;
    private bool _toldRinging;
    private bool _toldMedia;

    private CommandResult MakeUp(StartCaller caller)
    {
        if (_stage != LegStage.New) return _isCaller ? Repeat() : Refusal.Gone($"leg {Id} was dialed, expected a caller");
        if (!_parts.Settings.MadeUpCallers) return Refusal.Unsupported("this plane makes up no callers (MadeUpCallers)");
        (_stage, _isCaller) = (LegStage.Offered, true);
        _parts.Desk.CountLegUp();
        Media.TakeOffer(null);
        if (caller.Answered) RaiseAnswered();
        if (caller.HangUpAfter is not { } after) return CommandResult.Done;
        _hangUp = _parts.Desk.Clock.CreateTimer(_ => Happen(() => End(new EndCause(EndKind.RemoteHangUp))));
        _hangUp.Change(after, Timeout.InfiniteTimeSpan);
        return CommandResult.Done;
    }

    /// <summary>An INVITE that came in; the caller waits for what the engine makes of it.</summary>
    /// <param name="load">Where it counts among the calls of its project; null: nowhere.</param>
    public void TakeCall(IncomingCall call, string? projectId, CallLoad? load) => Happen(() =>
    {
        (_stage, _isCaller, _incoming, _project) = (LegStage.Offered, true, call, load);
        _parts.Desk.CountLegUp();
        Media.TakeOffer(call.Offer);
        Raise(new Arrived(Id, _log.NextSequence, _parts.NodeId, CallerReader.Read(call) with { ProjectId = projectId }));
        call.Accept(this, new SessionTerms { Expires = _parts.Settings.SessionExpires }, contactUser: call.Request.Uri.User);
    });

    private CommandResult AnswerCaller(IReadOnlyList<string> codecs)
    {
        if (_isCaller && _stage is LegStage.Answered or LegStage.Answering) return CommandResult.Done;
        if (_stage != LegStage.Offered) return NotOffered();
        _stage = LegStage.Answering;
        Work(() => SendAnswer(codecs));
        return CommandResult.Done;
    }

    private async Task SendAnswer(IReadOnlyList<string> codecs)
    {
        var answer = await Media.AnswerCaller(codecs).ConfigureAwait(false);
        Happen(() =>
        {
            if (_stage != LegStage.Answering) return;
            if (answer.Problem is { } problem && IsSomewhere)
            {
                _refusedWith = NotAcceptable;
                End(new EndCause(EndKind.TransportFailure, Detail: problem));
                _incoming?.Reject(NotAcceptable);
                return;
            }

            // Our offer in the 200 is answered by the ACK (RFC 3261 section 13.2.1).
            if (!WantsOffer) RaiseAnswered();
            _session = _incoming?.Session;
            _incoming?.Answer(answer.Description);
            TellOther(other => other.OtherAnswered(answer.Description));
        });
    }

    /// <summary>There is somebody who hears: not with a caller who is made up.</summary>
    private bool IsSomewhere => _incoming is not null || _other is not null;

    /// <summary>His INVITE has made no offer: he waits for ours.</summary>
    private bool WantsOffer => _incoming is { Offer.IsEmpty: true };

    private async Task TakeCallersAnswer(ReadOnlyMemory<byte> description)
    {
        var taken = description.IsEmpty ? MediaResult.Failed("its ACK holds no session description") : await Media.TakeAnswer(description, early: false).ConfigureAwait(false);
        Happen(() =>
        {
            if (_stage != LegStage.Answering) return;
            if (taken.Problem is { } problem) Abandon(problem);
            else RaiseAnswered();
        });
    }

    private CommandResult RingCaller()
    {
        if (_stage != LegStage.Offered && !(_isCaller && _stage is LegStage.Answered or LegStage.Answering)) return NotOffered();
        TellRinging();
        return CommandResult.Done;
    }

    /// <summary>One of its callees rings: an unanswered caller hears that.</summary>
    public void CalleeRang()
    {
        lock (Gate) TellRinging();
    }

    /// <summary>What is sent to an unanswered caller reaches him by 183; without, he would not listen.</summary>
    private async Task OpenEarlyMedia()
    {
        lock (Gate)
        {
            if (_stage != LegStage.Offered || _toldMedia || !IsSomewhere || WantsOffer) return;
            _toldMedia = true;
        }

        var answer = await Media.AnswerCaller([]).ConfigureAwait(false);
        Happen(() =>
        {
            if (_stage != LegStage.Offered || answer.Problem is not null) return;
            _incoming?.Progress(183, answer.Description);
            TellOther(other => other.OtherSpeaks(answer.Description));
        });
    }

    private void TellRinging()
    {
        // A phone that is told to ring behind 183 would ring by itself, over what it hears.
        if (_stage != LegStage.Offered || _toldRinging || _toldMedia) return;
        _toldRinging = true;
        _incoming?.Progress(180);
    }

    public override void Failed(IncomingCall call, CallEnding ending) => Happen(() => End(EndCauses.OfCaller(ending)));

    private void Refuse(int status)
    {
        _refusedWith = status;
        if (_incoming is { } incoming) incoming.Reject(status);
        else End(new EndCause(EndKind.LocalHangUp, Detail: $"answered the caller with {status}"));
    }

    private CommandResult NotOffered() => Refusal.Gone(_isCaller
        ? $"leg {Id} is {In(_stage)}, expected a caller not answered yet"
        : $"leg {Id} was dialed, expected a caller");
}
