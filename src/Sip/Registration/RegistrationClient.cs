using System.Globalization;
using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transports;
using Orchestrator.Sip.UserAgents;

namespace Orchestrator.Sip.Registration;

/// <summary>A registration of ours at somebody's registrar. One REGISTER at a time; whoever owns it refreshes it in time.</summary>
public sealed class RegistrationClient
{
    private const uint LongestMinimum = 24 * 60 * 60;

    private readonly SipUserAgent _agent;
    private readonly NameAddress _user;
    private readonly SipUri _registrar;
    private readonly DigestClient? _digest;
    private readonly SipTarget? _target;
    private readonly string _callId = SipIds.CallId();
    private readonly string _tag = SipIds.Tag();
    private uint _number;

    /// <param name="registrar">The domain; <c>null</c> for that of the user.</param>
    public RegistrationClient(SipUserAgent agent, NameAddress user, Credentials? credentials = null, SipUri? registrar = null, SipTarget? target = null)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(user);
        (_agent, _user, _target) = (agent, user, target);
        _registrar = registrar ?? user.Uri with { User = null, Password = null };
        _digest = credentials is null ? null : new DigestClient(credentials);
    }

    /// <summary>How long the last REGISTER is good for; half of it is a good time to refresh.</summary>
    public TimeSpan? Expires { get; private set; }

    /// <summary>Registers, or refreshes. An interval that is too brief for the registrar is asked again with its own (423), unless that is more than a day.</summary>
    public async Task<RequestOutcome> Register(TimeSpan expires)
    {
        var outcome = await Send(expires).ConfigureAwait(false);
        if (outcome.Response is { Status: 423 } response && SipText.TryNumber(response.Headers.Get(HeaderNames.MinExpires), out var least, LongestMinimum))
        {
            expires = TimeSpan.FromSeconds(Math.Max(least, expires.TotalSeconds));
            outcome = await Send(expires).ConfigureAwait(false);
        }
        Expires = outcome.IsSuccess ? Granted(outcome.Response!, expires) : null;
        return outcome;
    }

    public Task<RequestOutcome> Unregister() => Register(TimeSpan.Zero);

    private async Task<RequestOutcome> Send(TimeSpan expires)
    {
        var request = new SipRequest(SipMethods.Register, _registrar);
        request.Headers.Add(HeaderNames.From, _user.WithTag(_tag).ToString());
        request.Headers.Add(HeaderNames.To, _user.ToString());
        request.Headers.Add(HeaderNames.CallId, _callId);
        request.Headers.Add(HeaderNames.CSeq, new CSeq(++_number, SipMethods.Register).ToString());
        request.Headers.Add(HeaderNames.Expires, ((int)expires.TotalSeconds).ToString(CultureInfo.InvariantCulture));
        var outcome = await _agent.Request(request, _digest, _target, _user.Uri.User).ConfigureAwait(false);
        // An answer to a challenge has taken numbers of its own.
        if (outcome.Response is { } response) _number = Math.Max(_number, response.CSeq.Number);
        return outcome;
    }

    // The registrar lists all devices of the user; ours is the one with the shortest time that is not longer than asked. It may shorten a time, not lengthen it.
    private static TimeSpan Granted(SipResponse response, TimeSpan asked)
    {
        var times = response.Contacts
            .Select(contact => SipText.TryNumber(contact.Parameters["expires"], out var seconds) ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null)
            .OfType<TimeSpan>().Where(time => time <= asked).ToList();
        if (times.Count > 0) return times.Min();
        return response.Expires is { } all && TimeSpan.FromSeconds(all) is var granted && granted < asked ? granted : asked;
    }
}
