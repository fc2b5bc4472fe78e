using Orchestrator.Sip.Transactions;

namespace Orchestrator.Sip.UserAgents;

/// <summary>What reaches a user agent from outside of any session. Nothing here may block; it is called by several threads.</summary>
public abstract class SipUserAgentHandler
{
    /// <summary>A call; to be accepted or rejected.</summary>
    public virtual void Invited(IncomingCall call) => call?.Reject(480);

    /// <summary>A request that is no INVITE and belongs to no session: REGISTER, MESSAGE, SUBSCRIBE, ... It is to be answered.</summary>
    public virtual void RequestReceived(ServerTransaction request) => request?.Respond(SipUserAgent.NotAllowed(request.Request));
}
