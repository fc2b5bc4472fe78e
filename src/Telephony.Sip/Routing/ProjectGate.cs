using System.Collections.Concurrent;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Configuration;
using Orchestrator.Telephony.Sip.Legs;
using IncomingCall = Orchestrator.Sip.UserAgents.IncomingCall;

namespace Orchestrator.Telephony.Sip.Routing;

/// <summary>Lets each project have so many calls that come in. Whose a call is, the called address tells, before there is anything of the call but its INVITE.</summary>
internal sealed class ProjectGate(IInboundProjects projects, SipSettings settings, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, CallLoad> _loads = new(StringComparer.Ordinal);

    /// <summary>Null: nothing is limited.</summary>
    public static ProjectGate? Of(IInboundProjects? projects, SipSettings settings, TimeProvider time) =>
        projects is null || (settings.ProjectMaxInboundCalls == 0 && settings.ProjectMaxInboundCallsPerSecond == 0) ? null : new(projects, settings, time);

    /// <param name="projectId">Whose subscriber calls; null: nobody knows.</param>
    /// <param name="take">Goes on with the call, which counts until it leaves its load.</param>
    public async Task Admit(IncomingCall call, string? projectId, Action<IncomingCall, string?, CallLoad?> take)
    {
        CallLoad? load = null;
        try
        {
            if (await projects.Of(CallerReader.CalledBy(call), projectId).ConfigureAwait(false) is { } project)
            {
                load = _loads.GetOrAdd(project, _ => new(settings.ProjectMaxInboundCalls, settings.ProjectMaxInboundCallsPerSecond, time));
                if (!load.TryEnter())
                {
                    projects.Refused(project);
                    // Without Retry-After: this call goes to another node, and those of other projects still come here (RFC 3261 section 21.5.4).
                    call.Reject(503);
                    return;
                }
            }
        }
        catch
        {
            call.Reject(503);
            throw;
        }

        take(call, projectId, load);
    }
}
