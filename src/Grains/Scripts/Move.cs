using Row = Orchestrator.Grains.Engine.Step<Orchestrator.Grains.Scripts.ScriptState, Orchestrator.Grains.Scripts.ScriptEffect>;

namespace Orchestrator.Grains.Scripts;

/// <summary>What one step came to: the script goes on, or it stops here, to wait or for good. Exactly one of the two.</summary>
internal readonly record struct Move(ScriptMemory? Next, Row? Stop)
{
    public static Move On(ScriptMemory memory) => new(memory, null);

    public static Move End(Row row) => new(null, row);
}
