using Orchestrator.Sip.Transactions;

namespace Orchestrator.Sip.UserAgents;

public sealed record SipUserAgentOptions
{
    /// <summary>The product that User-Agent and Server tell; <c>null</c> to tell nothing.</summary>
    public string? Product { get; init; }

    public SipTimers Timers { get; init; } = SipTimers.Default;

    /// <summary>The user part of Contact, where none is given for a call.</summary>
    public string? ContactUser { get; init; }

    /// <summary>Told of exceptions that a listener or handler threw; the call goes on.</summary>
    public Action<Exception>? Failed { get; init; }
}
