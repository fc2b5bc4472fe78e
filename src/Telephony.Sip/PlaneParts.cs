using System.Collections.Concurrent;
using Orchestrator.Sip.UserAgents;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Sip.Configuration;
using Orchestrator.Telephony.Sip.Legs;
using Orchestrator.Telephony.Sip.Media;
using Orchestrator.Telephony.Sip.Routing;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Sip;

/// <summary>What all legs of a SIP plane share.</summary>
internal sealed record PlaneParts(PlaneDesk Desk, Router Router, IMedia Media, SipSettings Settings)
{
    public required string NodeId { get; init; }

    public ConcurrentDictionary<string, SipLeg> Legs { get; } = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, CallLoad> _projects = new(StringComparer.Ordinal);

    /// <summary>The calls out of a project; null: they are not counted.</summary>
    public CallLoad? LoadOf(string? projectId) => projectId is null || (Settings.ProjectMaxCalls == 0 && Settings.ProjectMaxCallsPerSecond == 0)
        ? null
        : _projects.GetOrAdd(projectId, static (_, parts) => new(parts.Settings.ProjectMaxCalls, parts.Settings.ProjectMaxCallsPerSecond, parts.Agent.Time), this);

    /// <summary>Opens the WebSockets of streams; null: nobody does.</summary>
    public StreamDoor? Streams { get; init; }

    /// <summary>Set once, before the first leg.</summary>
    public SipUserAgent Agent { get; set; } = null!;

    public SipLeg? Find(string? legId) => legId is not null && Legs.GetValueOrDefault(legId) is { IsReleased: false } leg ? leg : null;
}
