using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Engine;

/// <summary>What one step of a record leaves behind.</summary>
/// <param name="Facts">What happened; the <paramref name="Timeline"/> tells it.</param>
/// <param name="Owes">Something is to be carried out: should the owner be lost before that is done, another one must look soon.</param>
/// <param name="Commits">It must be written before any effect is seen; otherwise it rides along with the next commit.</param>
internal sealed record Transition<TRecord>(
    TRecord After,
    IReadOnlyList<TimelineEvent> Facts,
    IReadOnlyList<TimelineEntry> Timeline,
    IReadOnlyList<OutboxEntry> Webhooks,
    bool Owes,
    bool Commits)
    where TRecord : class;
