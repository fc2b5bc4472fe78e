using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.UserAgents;

/// <summary>
/// Session timers (RFC 4028): whoever is the refresher asks at half of the time, by UPDATE if the far end takes it, else by
/// re-INVITE; the other hangs up a little before the time is over, and the refresher when it is.
/// </summary>
internal sealed class SessionTimer(SipSession session, SessionTerms terms)
{
    private ITimer? _refresh;
    private ITimer? _expiry;
    private bool _weRefresh;
    private bool _asksAgain;
    private int _least = (int)terms.Least.TotalSeconds;

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
        request.Headers.Set(HeaderNames.MinSe, InviteBuilder.Seconds(TimeSpan.FromSeconds(_least)));
    }

    /// <summary>Writes into our 2xx what becomes of the timer, and starts it (section 9).</summary>
    public void Accept(SipRequest request, SipResponse response)
    {
        if (Ours(request.SessionExpires?.Seconds, request.MinSe?.Seconds) is not { } seconds)
        {
            Negotiated(null, weAreUac: false);
            return;
        }
        var theyCan = request.Supports("timer");
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
        _asksAgain = _weRefresh;
        // Section 10: the other side gives up 32 s or a third of the interval before its end, whichever is less.
        _expiry = Set(_weRefresh ? value.Seconds : FarEndWaits(value.Seconds), Expire);
        if (_weRefresh) _refresh = Set(value.Seconds / 2.0, Refresh);
    }

    /// <summary>A refusal leaves the session as it is (section 10). It is asked for once more before the far end gives up: at once if only the interval was too short.</summary>
    public void Refused(SipResponse? response)
    {
        if (!_asksAgain || Seconds is not { } seconds || session.State != SessionState.Confirmed) return;
        _asksAgain = false;
        var wait = (FarEndWaits(seconds) - (seconds / 2.0)) / 2;
        if (response is { Status: 422, MinSe: { } least })
        {
            _least = Math.Max(_least, least.Seconds);
            (Seconds, wait) = (Math.Max(seconds, _least), 0);
        }
        _refresh?.Dispose();
        _refresh = Set(wait, Refresh);
    }

    public void Stop()
    {
        _refresh?.Dispose();
        _expiry?.Dispose();
        (_refresh, _expiry) = (null, null);
    }

    private static double FarEndWaits(int seconds) => seconds - Math.Min(32, seconds / 3.0);

    private ITimer Set(double seconds, Action rang) =>
        session.Agent.Time.CreateTimer(_ => session.Mailbox.Post(rang), null, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);

    private int? Ours(int? asked, int? least)
    {
        if (terms.Expires is not { } wish) return asked;
        var ours = Math.Max((int)wish.TotalSeconds, least ?? 0);
        return asked is { } theirs ? Math.Min(theirs, ours) : ours;
    }

    private void Refresh()
    {
        if (session.State == SessionState.Confirmed && _refresh is not null) session.Refresh();
    }

    private void Expire()
    {
        if (session.State == SessionState.Confirmed && _expiry is not null) session.Lose(default, EndedBy.SessionExpired);
    }
}
