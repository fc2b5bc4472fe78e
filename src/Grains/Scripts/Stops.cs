using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Swml.Validation;
using Row = Orchestrator.Grains.Engine.Step<Orchestrator.Grains.Scripts.ScriptState, Orchestrator.Grains.Scripts.ScriptEffect>;

namespace Orchestrator.Grains.Scripts;

/// <summary>The ways in which a script stops: to wait for something, or for good.</summary>
internal static class Stops
{
    /// <summary>Expressions are worked out off the turn; asked for twice, they come to the same, so nothing is committed for them.</summary>
    public static Row Evaluate(ScriptMemory memory, ImmutableArray<string> expressions, DateTimeOffset at)
    {
        memory = memory with { Tick = memory.Tick + 1 };
        var wish = new Evaluate(memory.Tick, expressions);
        return Row.To(new Evaluating(memory, wish, new Alarm(TimerKind.ScriptBackstop, at + ScriptLimits.Grace))).Do(wish);
    }

    public static Row Breathe(ScriptMemory memory)
    {
        memory = memory with { Tick = memory.Tick + 1 };
        var wish = new GoOn(memory.Tick);
        return Row.To(new Breathing(memory, wish)).Do(wish);
    }

    /// <summary>The outside is asked for something: that is known before it is done.</summary>
    public static Row Wait(ScriptMemory memory, Func<ScriptMemory, long, WaitingScript> state)
    {
        memory = memory with { Tick = memory.Tick + 1, Steps = 0 };
        var waiting = state(memory, memory.Tick);
        return Row.To(waiting).Do(waiting.Effect).Decide();
    }

    public static Row Answer(ScriptMemory memory, DateTimeOffset at) =>
        Answer(memory, new AnswerCall(0, MaxDuration: null, [], null), at);

    public static Row Answer(ScriptMemory memory, AnswerCall how, DateTimeOffset at) => Wait(
        memory, (next, id) => new Answering(next, how with { Id = id }, new Alarm(TimerKind.ScriptBackstop, at + ScriptLimits.AnswerTimeout)));

    /// <summary>To return null is to return nothing.</summary>
    public static Row Complete(ScriptMemory memory, JsonElement? value) =>
        Over(memory, new ScriptCompleted(value is { ValueKind: JsonValueKind.Null } ? null : value), "hangup")
            .Say(new ScriptEnded("completed"));

    public static Row HangUp(ScriptMemory memory, string reason) => Over(memory, new ScriptHungUp(reason), reason, always: true)
        .Say(new ScriptEnded("hung_up"));

    public static Row CallGone(ScriptMemory memory) =>
        Row.To(new ScriptOver(Last(memory), new ScriptCallGone())).Say(new ScriptEnded("call_gone")).Decide();

    public static Row GiveWay(WaitingScript waiting) =>
        Row.To(new ScriptOver(Last(waiting.Memory), new ScriptGaveWay())).Say(new ScriptEnded("gave_way"))
            .Do(new Forget(waiting.Effect.Id), new ReportOver(waiting.Memory.Tick)).Decide();

    public static Row Fail(ScriptMemory memory, SwmlError error) =>
        Fail(memory, error.Code, error.Pointer, $"found {error.Found}; expected {error.Expected}");

    public static Row Fail(ScriptMemory memory, string code, string detail) => Fail(memory, code, ScriptFlow.Place(memory), detail);

    /// <summary>A call that is served by a broken script is hung up; nobody would look after it.</summary>
    public static Row Fail(ScriptMemory memory, string code, string pointer, string detail) =>
        Over(memory, new ScriptBroken(code, pointer, detail), "hangup").Say(new ScriptFailed(code, pointer, detail));

    private static Row Over(ScriptMemory memory, ScriptOutcome outcome, string reason, bool always = false)
    {
        memory = Last(memory) with { Tick = memory.Tick + 1 };
        var over = Row.To(new ScriptOver(memory, outcome)).Decide();
        if (always || memory.Kind is ScriptKind.Call) over = over.Do(new HangUpCall(memory.Tick, reason));
        // Whether a callee who was asked is bridged or hung up is for the leg to say.
        return memory.Kind is ScriptKind.Call ? over : over.Do(new ReportOver(memory.Tick));
    }

    /// <summary>What is kept of a script that is over: its variables, for whoever asks.</summary>
    private static ScriptMemory Last(ScriptMemory memory) =>
        memory with { Stack = [], Documents = memory.Documents.Clear(), Known = ScriptMemory.NoValues };
}
