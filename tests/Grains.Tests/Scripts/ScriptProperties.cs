using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Scripts;
using Row = Orchestrator.Grains.Engine.Step<Orchestrator.Grains.Scripts.ScriptState, Orchestrator.Grains.Scripts.ScriptEffect>;

namespace Orchestrator.Grains.Tests.Scripts;

/// <summary>What holds of any script, whatever happens to it and in whatever order.</summary>
public sealed class ScriptProperties
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Machine_AnyScriptAnyEvents_KeepsTheRules() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1500), Prop.ForAll(ScriptArbitraries.Runs, run =>
    {
        var (state, now) = Begin(run.Document);
        foreach (var happening in run.Events.Prepend(new Happening(0, 0, 0)))
        {
            var happened = ScriptArbitraries.Of(happening, state, ref now);
            var row = ScriptMachine.Step(state, happened);

            Holds(state, happened, row);
            // Stored and read again it is the same state, and does the same.
            var read = ScriptHost.WrittenAndRead(state);
            Same(row, ScriptMachine.Step(read, happened));
            state = row.State;
        }
    }));

    [Fact]
    public void Machine_SameEventTwice_DoesNothingTheSecondTime() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(1000), Prop.ForAll(ScriptArbitraries.Runs, run =>
    {
        var (state, now) = Begin(run.Document);
        foreach (var happening in run.Events.Prepend(new Happening(0, 0, 0)))
        {
            var happened = ScriptArbitraries.Of(happening, state, ref now);
            var once = ScriptMachine.Step(state, happened).State;
            // A queue tells its position as often as it likes; another order to redirect is another order.
            if (happened is (ScriptAnswer or DigitCame or Begun or CallEnded) and not QueueEntered)
            {
                var twice = ScriptMachine.Step(once, happened);
                Assert.Equal(Json(once), Json(twice.State));
                Assert.Empty(twice.Effects);
            }

            state = once;
        }
    }));

    private static void Holds(ScriptState state, ScriptEvent happened, Row row)
    {
        var (before, after) = (state.Memory, row.State.Memory);

        // Over is over.
        if (state is ScriptOver)
        {
            Assert.Same(state, row.State);
            Assert.Empty(row.Effects);
            Assert.Empty(row.Facts);
        }

        Assert.Equal(state is not ScriptOver && row.State is ScriptOver, row.Facts.Any(fact => fact is ScriptEnded or ScriptFailed));
        if (row.State is ScriptOver { Outcome: ScriptBroken broken }) Assert.StartsWith("relay_script_", broken.Code, StringComparison.Ordinal);

        // A wish is new, by the latest id, and is what the state waits for.
        foreach (var wish in row.Effects.Where(wish => wish is not (StopPlay or Forget)))
        {
            Assert.True(after.Tick > before.Tick);
            Assert.Equal(after.Tick, wish.Id);
            if (row.State is WaitingScript waiting) Assert.Same(waiting.Effect, wish);
        }

        // What is seen outside is committed first.
        Assert.True(row.Decides || row.Effects.All(wish => wish is Evaluate or GoOn), $"{happened} shows something that was not committed");

        // The limits.
        Assert.True(after.Stack.Length <= ScriptLimits.MaxDepth + 1);
        Assert.True(after.Transfers <= ScriptLimits.MaxTransfers);
        Assert.True(after.Steps <= ScriptLimits.MaxSteps + 1);
        Assert.True(after.Documents.Count <= after.Stack.Length, "a text is kept that nothing refers to");
        if (happened is ScriptAlarmRang { At: var at } && at < state.Pending?.Due) Assert.Same(state, row.State);

        // Whoever takes over wishes for the same, and changes nothing.
        var restored = ScriptMachine.Restore(row.State);
        Assert.Same(row.State, restored.State);
        if (row.State is WaitingScript { Effect: var owed }) Assert.Contains(owed, restored.Effects);
    }

    private static void Same(Row expected, Row actual)
    {
        Assert.Equal(Json(expected.State), Json(actual.State));
        Assert.Equal(expected.Effects.Select(ScriptText.Of), actual.Effects.Select(ScriptText.Of));
        Assert.Equal(expected.Effects.Select(wish => wish.Id), actual.Effects.Select(wish => wish.Id));
        Assert.Equal(expected.Facts.AsEnumerable(), actual.Facts.AsEnumerable());
        Assert.Equal(expected.Decides, actual.Decides);
    }

    private static (ScriptState State, DateTimeOffset At) Begin(string document) => (new NotStarted(new ScriptMemory
    {
        Source = ScriptSource.Inline(document),
        Call = JsonElement.Parse("""{"call_id":"A","type":"sip"}"""),
        CallState = "created",
        Envs = JsonElement.Parse("""{"num":"+15551230001","b":1}"""),
    }), Start);

    private static string Json(ScriptState state) => JsonSerializer.Serialize(state, ScriptJson.Snapshot.ScriptState);
}
