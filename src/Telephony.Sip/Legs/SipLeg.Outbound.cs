using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Sdp;
using Orchestrator.Sip.Transports;
using Orchestrator.Sip.UserAgents;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Media;
using Orchestrator.Telephony.Sip.Routing;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>
/// A leg that we dial: one INVITE; where it goes by trunks another one after the first came to nothing; to a subscriber one to each of his phones, and
/// the first to answer is the leg.
/// </summary>
internal sealed partial class SipLeg
{
    /// <summary>RFC 5626 section 11.5.</summary>
    private const int FlowFailed = 430;

    private readonly SipLeg? _caller;
    private readonly Queue<Attempt> _attempts = new();

    /// <summary>What was asked for, and what of it the phone was offered that answers, or is heard before.</summary>
    private DialTarget _asked = null!;
    private DialTarget _target = null!;
    private ReadOnlyMemory<byte> _offer;
    private readonly List<(OutgoingCall Call, Attempt Attempt)> _calls = [];
    private Attempt? _sending;
    private bool _allAtOnce;
    private int _undecided;

    /// <summary>Where a name has led, and may not.</summary>
    private volatile string? _denied;
    private EndCause? _cause;
    private Trunk? _trunk;
    private CallLoad? _project;
    private bool _rang;
    private bool _mediaCame;

    private CommandResult Invite(DialTarget target)
    {
        if (_stage != LegStage.New) return _isCaller ? Refusal.Gone($"leg {Id} is a caller, expected a leg to dial") : Repeat();
        _stage = LegStage.Dialed;
        _asked = _target = target;
        _parts.Desk.CountLegUp();
        _caller?.CalleeDialed(this);
        if (target.Stream is { } stream)
        {
            OpenStream(stream);
            return CommandResult.Done;
        }

        if (target.ResourceOf is not null)
        {
            CallResource(target);
            return CommandResult.Done;
        }

        var route = _parts.Router.To(target);
        _allAtOnce = route.AllAtOnce;
        foreach (var attempt in route.Attempts) _attempts.Enqueue(attempt);
        if ((route.Problem ?? EnterProject(target)) is { } problem) End(new EndCause(EndKind.NoRoute, Detail: problem));
        else
        {
            var kinds = _attempts.Select(IsForBrowser).Distinct().ToList();
            Work(() => PrepareAndSend(kinds));
        }

        return CommandResult.Done;
    }

    /// <summary>Counts among the calls of its project, or says why there is no room for it.</summary>
    private string? EnterProject(DialTarget target)
    {
        if (_parts.LoadOf(target.ProjectId) is not { } load) return null;
        if (!load.TryEnter()) return "its project has as many calls as it may have here";
        _project = load;
        return null;
    }

    private async Task PrepareAndSend(IReadOnlyList<bool> kinds)
    {
        var impossible = await Prepare(kinds).ConfigureAwait(false);
        Happen(() =>
        {
            if (_stage != LegStage.Dialed) EndMedia();
            else if (impossible is { } problem) End(new EndCause(EndKind.NoRoute, Detail: problem));
            else TryNext(new EndCause(EndKind.NoRoute, Detail: "every trunk to this number is at its limit"));
        });
    }

    /// <summary>Sends the INVITE by the next way that has room for it, or by all; without any, this is how the leg ends.</summary>
    private void TryNext(EndCause otherwise)
    {
        while (_attempts.TryDequeue(out var attempt))
        {
            if (attempt.Trunk is { } trunk && !trunk.Load.TryEnter()) continue;
            _trunk = attempt.Trunk;
            if (!Send(attempt) || !_allAtOnce) return;
        }

        if (_undecided == 0) End(otherwise);
    }

    private bool Send(Attempt attempt)
    {
        _undecided++;
        _sending = attempt;
        var kind = KindOf(attempt);
        try
        {
            // What has failed by the time it is here is cancelled without effect.
            _calls.Add((_parts.Agent.Invite(InviteWriter.Write(attempt, kind.Target, kind.Offer, _parts.Settings, attempt.IsLookedUp ? MayGoTo : null), this), attempt));
            return true;
        }
        catch (ArgumentException refusal)
        {
            // The library refuses what no SIP message may carry: a line break in a header, a header that is its own to write.
            End(new EndCause(EndKind.NoRoute, Detail: refusal.Message));
            return false;
        }
    }

    private bool MayGoTo(SipTarget found)
    {
        if (_parts.Router.WhyDenied(found) is not { } denied) return true;
        _denied = denied;
        return false;
    }

    private void CancelCalls(ReasonValue? reason, OutgoingCall? but = null)
    {
        foreach (var (call, _) in _calls)
            if (call != but) call.Cancel(reason);
    }

    public override void Progressed(OutgoingCall call, SipSession? session, SipResponse response)
    {
        var description = response.Status > 180 || response.Status == 180 ? Multipart.Find(response, Capabilities.SdpType) : default;
        Happen(() =>
        {
            if (_stage != LegStage.Dialed || response.Status != 180 || _rang) return;
            _rang = true;
            Raise(new Progress(Id, _log.NextSequence));
        });
        if (response.Status == 180) _caller?.CalleeRang();
        if (description.IsEmpty) return;
        if (session is not null) session.Tag = description;
        if (_mediaCame) return;
        _mediaCame = true;
        lock (Gate)
        {
            if (_stage == LegStage.Dialed) Choose(KindOf(AttemptOf(call)));
        }

        Work(() => TakeEarlyMedia(description));
    }

    private async Task TakeEarlyMedia(ReadOnlyMemory<byte> description)
    {
        if (_stage != LegStage.Dialed || WhyNotSafe(description) is not null || (await Media.TakeAnswer(description, early: true).ConfigureAwait(false)).Problem is not null) return;
        Happen(() =>
        {
            if (_stage == LegStage.Dialed) Raise(new EarlyMedia(Id, _log.NextSequence));
        });
        _sendsEarly = true;
        _caller?.SettleEarlyMedia();
    }

    public override void Answered(OutgoingCall call, SipSession session, SipResponse response) => Happen(() =>
    {
        if (_session is not null)
        {
            // Another of his phones was quicker.
            session.HangUp(ReasonValue.CompletedElsewhere);
            return;
        }

        _session = session;
        _caller?.CalleeOver(this);
        if (_stage != LegStage.Dialed)
        {
            // It crossed our CANCEL on its way from the socket to here.
            _answerCrossed = true;
            session.HangUp();
            return;
        }

        _stage = LegStage.Answering;
        Choose(KindOf(AttemptOf(call)));
        EndOtherMedia();
        CancelCalls(ReasonValue.CompletedElsewhere, but: call);
        Work(() => ConnectMedia(DescriptionOf(session, response)));
    });

    /// <summary>An answer that came before the 2xx, in its own dialog, need not come again with it (RFC 3261 section 13.2.1, RFC 3262 section 5).</summary>
    private static ReadOnlyMemory<byte> DescriptionOf(SipSession session, SipResponse response) => Multipart.Find(response, Capabilities.SdpType) switch
    {
        { IsEmpty: false } description => description,
        _ => session.Tag is ReadOnlyMemory<byte> early ? early : default,
    };

    private async Task ConnectMedia(ReadOnlyMemory<byte> description)
    {
        var taken = WhyNotSafe(description) is { } unsafely
            ? MediaResult.Failed(unsafely)
            : await Media.TakeAnswer(description, early: false).ConfigureAwait(false);
        Happen(() =>
        {
            if (_stage != LegStage.Answering) return;
            if (taken.Problem is { } problem) Abandon(problem);
            else RaiseAnswered();
        });
    }

    /// <summary>rtpengine takes a plain answer to an encrypted offer; we do not.</summary>
    private string? WhyNotSafe(ReadOnlyMemory<byte> description) =>
        SessionDescription.TryParse(description.Span, out var answer) ? SrtpCheck.Problem(_offer, answer, _target) : "its answer holds no session description";

    /// <summary>Answered on the wire, and not to be had all the same: hung up, and over with what was found.</summary>
    private void Abandon(string problem)
    {
        var session = _session;
        End(new EndCause(EndKind.TransportFailure, Detail: problem));
        session?.HangUp();
    }

    public override void Failed(OutgoingCall call, CallEnding ending) => Happen(() =>
    {
        LeaveTrunk();
        _undecided--;
        if (_stage == LegStage.Ended || _session is not null) return;
        if (_stage == LegStage.Dialed && LedNowhere(ending) && AttemptOf(call).Otherwise is { } otherwise)
        {
            Send(otherwise);
            return;
        }

        var cause = _allAtOnce && !_rang && LedNowhere(ending) ? EndCauses.Away : EndCauses.OfCall(ending, cancelled: _stage == LegStage.Cancelling, _denied);
        _cause = EndCauses.Weightier(_cause, cause);
        // RFC 3261 section 16.7: who declines on one phone declines on all.
        if (_undecided > 0 && ending.Status >= 600) CancelCalls(reason: null);
        if (_undecided > 0) return;
        if (_stage == LegStage.Dialed && !_rang && !_mediaCame && _attempts.Count > 0 && MayTryAnother(ending)) TryNext(cause);
        else End(_allAtOnce ? _cause : cause);
    });

    private Attempt AttemptOf(OutgoingCall call)
    {
        foreach (var (known, attempt) in _calls)
            if (known == call) return attempt;
        return _sending!; // it has failed while it was sent
    }

    /// <summary>The way to a registered phone is gone: its connection, or the node that had it.</summary>
    private static bool LedNowhere(CallEnding ending) => ending.Status == FlowFailed || ending.Failure is RequestFailure.Transport or RequestFailure.Unreachable;

    /// <summary>A trunk that cannot, or says nothing, leaves the call to the next; what a callee says is final.</summary>
    private static bool MayTryAnother(CallEnding ending) => ending.By switch
    {
        EndedBy.Refusal => ending.Status is >= 500 and < 600,
        EndedBy.Failure => ending.Failure is RequestFailure.Timeout or RequestFailure.Transport or RequestFailure.Unreachable,
        _ => false,
    };

    private void LeaveTrunk()
    {
        _trunk?.Load.Leave();
        _trunk = null;
    }
}
