using Orchestrator.Grains.Interfaces.Timeline;
using Row = Orchestrator.Grains.Engine.Step<Orchestrator.Grains.Scripts.ScriptState, Orchestrator.Grains.Scripts.ScriptEffect>;

namespace Orchestrator.Grains.Scripts;

internal static class ScriptRows
{
    /// <summary>What came first is told first. That something outside has ended must not be waited for again.</summary>
    public static Row After(this Row row, TimelineEvent first) => row with { Facts = [first, .. row.Facts], Decides = true };
}
