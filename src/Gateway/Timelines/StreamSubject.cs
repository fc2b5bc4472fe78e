using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Gateway.Timelines;

/// <summary>What one stream tells of.</summary>
/// <param name="SoFar">All entries there were when the stream was asked for.</param>
/// <param name="After">Sequence of the last entry that the client has; 0: none.</param>
internal sealed record StreamSubject(string ProjectId, string ConnectId, IReadOnlyList<TimelineEntry> SoFar, long After);
