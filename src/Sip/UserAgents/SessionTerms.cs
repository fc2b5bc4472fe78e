using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.UserAgents;

/// <summary>How long sessions live without a refresh (RFC 4028).</summary>
public sealed record SessionTerms
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(SessionExpires.Longest);

    /// <summary>What we ask for, a day at most; <c>null</c> to have a session timer only if the far end asks.</summary>
    public TimeSpan? Expires
    {
        get;
        init => field = value > Longest ? Longest : value;
    } = TimeSpan.FromMinutes(30);

    /// <summary>The shortest that we take; RFC 4028 allows no less than 90 s.</summary>
    public TimeSpan Least { get; init; } = TimeSpan.FromSeconds(90);
}
