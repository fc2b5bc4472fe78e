using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Expressions;
using Orchestrator.Swml.Methods;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Grains.Scripts;

/// <summary>Which step comes next: the stack of routines, and in each the lists of steps inside one another.</summary>
internal static class ScriptFlow
{
    /// <summary>Where the script stands, for whoever reads of a failure.</summary>
    public static string Place(ScriptMemory memory) =>
        memory.Stack.IsEmpty || memory.Top.Blocks.IsEmpty ? "" : memory.Top.Blocks[^1] switch
        {
            StepsBlock steps => SwmlPointer.Child(steps.At, steps.Next),
            ChoiceBlock choice => choice.At,
            _ => "",
        };

    /// <summary>Whether the present step is of that method.</summary>
    public static bool IsAt(ScriptMemory memory, string method) =>
        Find(memory, Place(memory)) is { } step && MethodCompiler.Open(step).Name == method;

    public static SwmlNode? Find(ScriptMemory memory, string pointer) =>
        SwmlPointer.Find(ScriptDocuments.Of(memory, memory.Top.Document), pointer);

    /// <summary>The present step is done.</summary>
    public static ScriptMemory Advance(ScriptMemory memory) => memory.Top.Blocks[^1] is StepsBlock steps
        ? Blocks(memory, memory.Top.Blocks.SetItem(memory.Top.Blocks.Length - 1, steps with { Next = steps.Next + 1 }))
        : memory;

    public static ScriptMemory Push(ScriptMemory memory, Block block) => Blocks(memory, memory.Top.Blocks.Add(block));

    public static ScriptMemory Pop(ScriptMemory memory) => Blocks(memory, memory.Top.Blocks.RemoveAt(memory.Top.Blocks.Length - 1));

    /// <summary>Goes on at a list of steps; null: there is none to run.</summary>
    public static ScriptMemory PushSteps(ScriptMemory memory, string? at) => at is null ? memory : Push(memory, new StepsBlock(at, 0));

    /// <summary>Runs a section of a document, and comes back; null: it is nested too deep.</summary>
    public static ScriptMemory? Call(ScriptMemory memory, string document, string section, JsonElement parameters) =>
        memory.Stack.Length > ScriptLimits.MaxDepth ? null : memory with { Stack = memory.Stack.Add(RoutineOf(document, section, parameters)) };

    /// <summary>Runs a section of a document, and does not come back.</summary>
    public static ScriptMemory Replace(ScriptMemory memory, string document, string section, JsonElement parameters) =>
        ScriptDocuments.Prune(memory with { Stack = [RoutineOf(document, section, parameters)], Known = ScriptMemory.NoValues });

    /// <summary>The running routine is over. A routine that does not say what it returns returns nothing.</summary>
    public static Move Return(ScriptMemory memory, JsonElement? value)
    {
        memory = memory with { Stack = memory.Stack.RemoveAt(memory.Stack.Length - 1), Known = ScriptMemory.NoValues };
        if (memory.Stack.IsEmpty)
            return Move.End(Stops.Complete(value is { } last ? ScriptResults.Set(memory, "return_value", last) : memory, value));

        memory = ScriptDocuments.Prune(memory);
        return Move.On(value is { } returned
            ? ScriptResults.Set(memory, "return_value", returned)
            : memory with { Vars = memory.Vars.Remove("return_value") });
    }

    /// <summary>Jumps to a label of this list or of one around it in the section.</summary>
    public static Move Jump(ScriptMemory memory, string label, int max)
    {
        var from = Place(memory);
        var routine = memory.Top;
        var jumps = routine.Jumps.GetValueOrDefault(from);
        // It has jumped as often as it may: the script goes on behind it, and a loop that is entered again counts anew.
        if (jumps >= max) return Move.On(Advance(With(memory, routine with { Jumps = routine.Jumps.Remove(from) })));

        for (var depth = routine.Blocks.Length - 1; depth >= 0; depth--)
        {
            if (routine.Blocks[depth] is not StepsBlock block || IndexOf(memory, block, label) is not { } index) continue;
            return Move.On(Forgetting(With(memory, routine with
            {
                Blocks = [.. routine.Blocks[..depth], block with { Next = index }],
                Jumps = routine.Jumps.SetItem(from, jumps + 1),
            })));
        }

        return Move.End(Stops.Fail(memory, ErrorCodes.MethodExecuteFailed, "there is no such label in reach"));
    }

    private static int? IndexOf(ScriptMemory memory, StepsBlock block, string label)
    {
        if (Find(memory, block.At) is not ListNode list) return null;
        var index = list.Items.ToList().FindIndex(step =>
            step is ObjectNode { Members: [{ Name: "label", Value: TextNode name }] } && name.Value == label);
        return index < 0 ? null : index;
    }

    private static Routine RoutineOf(string document, string section, JsonElement parameters) => new(
        document,
        parameters.ValueKind is JsonValueKind.Object ? parameters : JsonValues.EmptyObject,
        [new StepsBlock(SwmlPointer.Child("/sections", section), 0)],
        ImmutableSortedDictionary.Create<string, int>(StringComparer.Ordinal));

    private static ScriptMemory Blocks(ScriptMemory memory, ImmutableArray<Block> blocks) =>
        Forgetting(With(memory, memory.Top with { Blocks = blocks }));

    private static ScriptMemory With(ScriptMemory memory, Routine top) =>
        memory with { Stack = memory.Stack.SetItem(memory.Stack.Length - 1, top) };

    /// <summary>What the expressions of a step came to counts for that step only.</summary>
    private static ScriptMemory Forgetting(ScriptMemory memory) =>
        memory.Known.IsEmpty ? memory : memory with { Known = ScriptMemory.NoValues };
}
