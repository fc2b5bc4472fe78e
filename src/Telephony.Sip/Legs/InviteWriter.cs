using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Transports;
using Orchestrator.Sip.UserAgents;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Configuration;
using Orchestrator.Telephony.Sip.Routing;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>From where a leg goes and what was asked of it to its INVITE.</summary>
internal static class InviteWriter
{
    /// <summary>RFC 4028 section 5.</summary>
    private static readonly TimeSpan ShortestSession = TimeSpan.FromSeconds(90);

    /// <param name="mayGoTo">Asked about what a look-up finds; null: it may go anywhere.</param>
    public static InviteOptions Write(Attempt attempt, DialTarget target, ReadOnlyMemory<byte> offer, SipSettings settings, Func<SipTarget, bool>? mayGoTo)
    {
        var asked = target.SessionTimeout ?? settings.SessionExpires;
        // Custom headers are for SIP destinations; they have no effect on phone numbers.
        var custom = attempt.Trunk is null ? target.Headers.Select(header => new SipHeader(header.Key, header.Value)) : [];
        return new InviteOptions
        {
            Uri = attempt.Uri,
            From = attempt.From,
            To = attempt.To,
            Target = attempt.Target,
            Route = attempt.Hop is { } hop ? [hop] : [],
            MayGoTo = mayGoTo,
            Offer = offer,
            Headers = [.. attempt.Headers, .. custom],
            Credentials = attempt.Credentials,
            FirstResponseTimeout = attempt.FirstResponse,
            Session = new SessionTerms { Expires = asked < ShortestSession ? ShortestSession : asked, Least = ShortestSession },
            ContactUser = attempt.From.Uri.User,
        };
    }
}
