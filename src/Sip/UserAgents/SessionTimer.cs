using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.UserAgents;

/// <summary>
/// Session timers (RFC 4028): whoever is the refresher asks at half of the time, by UPDATE if the far end takes it, else by
/// re-INVITE; the other hangs up a little before the time is over.
/// </summary>
internal sealed class SessionTimer(SipSession session, SessionTerms terms)
{
    private ITimer? _timer;
    private bool _weRefresh;

    public SessionTerms Terms => terms;

    public int? Seconds { get; private set; }

    /// <summary>What a request of the far end is answered with if its interval is too short for us, else <c>null</c>.</summary>
    public SipResponse? Refuse(SipRequest request)
    {
        if (request.SessionExpires is not { } asked || asked.Seconds >= terms.Least.TotalSeconds || !request.Supports("timer")) return null;
        var response = SipResponses.To(request, 422, toTag: session.Id.LocalTag);
        response.Headers.Add(HeaderNames.MinSe, InviteBuilder.Seconds(terms.Least));
        return response;
    }

    /// <summary>Writes into a request of ours what we want of the timer.</summary>
    public void Ask(SipRequest request)
    {
        request.Headers.Set(HeaderNames.Supported, "timer");
        if (Seconds is not { } seconds) return;
        request.Headers.Set(HeaderNames.SessionExpires, new SessionExpires(seconds, _weRefresh ? Refresher.Uac : Refresher.Uas).ToString());
        request.Headers.Set(HeaderNames.MinSe, InviteBuilder.Seconds(terms.Least));
    }

    /// <summary>Writes into our 2xx what becomes of the timer, and starts it (section 9).</summary>
    public void Accept(SipRequest request, SipResponse response)
    {
        var theyCan = request.Supports("timer");
        if (Ours(request.SessionExpires?.Seconds, request.MinSe?.Seconds) is not { } seconds) return;
        var refresher = !theyCan ? Refresher.Uas : request.SessionExpires?.Refresher is { } wish and not Refresher.Unsaid ? wish : Refresher.Uac;
        response.Headers.Set(HeaderNames.SessionExpires, new SessionExpires(seconds, refresher).ToString());
        if (refresher == Refresher.Uac) response.Headers.Set(HeaderNames.Require, "timer");
        Negotiated(new SessionExpires(seconds, refresher), weAreUac: false);
    }

    /// <summary>The 2xx has said how long and who. Without a word there is no timer (section 7.2).</summary>
    public void Negotiated(SessionExpires? agreed, bool weAreUac)
    {
        Stop();
        Seconds = agreed?.Seconds;
        if (agreed is not { } value || value.Seconds <= 0) return;
        _weRefresh = weAreUac == (value.Refresher != Refresher.Uas);
        // Section 10: the other side gives up 32 s or a third of the interval before its end, whichever is less.
        var seconds = _weRefresh ? value.Seconds / 2.0 : value.Seconds - Math.Min(32, value.Seconds / 3.0);
        _timer = session.Agent.Time.CreateTimer(_ => session.Mailbox.Post(Rang), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
    }

    public void Stop()
    {
        _timer?.Dispose();
        _timer = null;
    }

    private int? Ours(int? asked, int? least)
    {
        if (terms.Expires is not { } wish) return asked;
        var ours = Math.Max((int)wish.TotalSeconds, least ?? 0);
        return asked is { } theirs ? Math.Min(theirs, ours) : ours;
    }

    private void Rang()
    {
        if (session.State != SessionState.Confirmed || _timer is null) return;
        if (!_weRefresh)
        {
            session.Lose(default, EndedBy.SessionExpired);
            return;
        }
        session.Refresh();
    }
}
