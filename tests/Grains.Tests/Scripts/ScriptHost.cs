using System.Text.Json;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Scripts;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Grains.Tests.Scripts;

/// <summary>
/// Runs a script to its end with a clock of its own, and writes down what it wished for. Between any two events the state is written out and
/// read again: nothing can hide in memory.
/// </summary>
internal sealed class ScriptHost(ScriptWorld world)
{
    /// <summary>More than any script of the tests needs; one that goes on longer would go on for ever.</summary>
    private const int MostEvents = 20_000;

    private readonly Queue<ScriptEvent> _coming = new();
    private readonly List<string> _trace = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private int _wishes;

    public IReadOnlyList<string> Trace => _trace;

    public int Events { get; private set; }

    /// <summary>Called with each state as it is stored; what it returns is gone on with.</summary>
    public Func<ScriptState, ScriptState> Stored { get; init; } = state => state;

    /// <summary>The owner dies before this event, counted from 1, and another takes over from what is stored.</summary>
    public int DiesBefore { get; init; } = int.MaxValue;

    public ScriptOver Run(ScriptSource source)
    {
        ScriptState state = new NotStarted(Memory(source));
        _coming.Enqueue(new Begun(_now));
        while (state is not ScriptOver)
        {
            if (++Events > MostEvents) throw new InvalidOperationException($"the script did not end:\n{string.Join('\n', _trace.Take(50))}");
            if (Events == DiesBefore)
            {
                // What was on its way is lost.
                _coming.Clear();
                if (state is NotStarted) _coming.Enqueue(new Begun(_now));
                Carry(ScriptMachine.Restore(state), isAgain: true);
            }

            var step = ScriptMachine.Step(state, Coming(state));
            state = Stored(WrittenAndRead(step.State));
            foreach (var failure in step.Facts.OfType<ScriptFailed>()) _trace.Add($"! {failure.Code} {failure.Pointer}: {failure.Detail}");
            Carry(step, isAgain: false);
        }

        var over = (ScriptOver)state;
        _trace.Add($"= {Text(over.Outcome)}");
        var vars = JsonValues.Object(over.Memory.Vars).GetRawText();
        _trace.Add($"vars {(vars.Length <= 1000 ? vars : $"{vars[..1000]}… ({vars.Length})")}");
        return over;
    }

    public static ScriptState WrittenAndRead(ScriptState state)
    {
        var json = JsonSerializer.Serialize(state, ScriptJson.Snapshot.ScriptState);
        var read = JsonSerializer.Deserialize(json, ScriptJson.Snapshot.ScriptState)!;
        Assert.Equal(json, JsonSerializer.Serialize(read, ScriptJson.Snapshot.ScriptState));
        return read;
    }

    private ScriptEvent Coming(ScriptState state)
    {
        if (_coming.TryDequeue(out var next)) return next;
        // Nothing is on its way: only the clock can go on, or the caller loses patience.
        if (state.Pending is not { } alarm) return new CallEnded(_now);
        _now = alarm.Due > _now ? alarm.Due : _now;
        return new ScriptAlarmRang(_now);
    }

    private void Carry(Step<ScriptState, ScriptEffect> step, bool isAgain)
    {
        foreach (var wish in step.Effects)
        {
            if (!isAgain && ScriptText.Of(wish) is { } line) _trace.Add(line);
            if (!isAgain) _wishes++;
            if (_wishes > world.EndsAfter) _coming.Enqueue(new CallEnded(_now));
            foreach (var answer in world.Answer(wish, step.State.Memory.Scopes, _now)) _coming.Enqueue(answer);
        }
    }

    private ScriptMemory Memory(ScriptSource source) => new()
    {
        Kind = world.Kind,
        Source = source with { Params = JsonElement.Parse(world.Params ?? "{}") },
        Call = JsonElement.Parse("""{"call_id":"A","direction":"inbound","type":"sip","from":"sip:alice@a.example","to":"+15551230001"}"""),
        CallState = world.CallState,
        Envs = JsonElement.Parse(world.Envs),
    };

    private static string Text(ScriptOutcome outcome) => outcome switch
    {
        ScriptCompleted { Value: null } => outcome.Passes ? "completed" : "rejected",
        ScriptCompleted { Value: { } value } => $"{(outcome.Passes ? "completed" : "rejected")} {value.GetRawText()}",
        ScriptHungUp hungUp => $"hung_up {hungUp.Reason}",
        ScriptCallGone => "call_gone",
        ScriptBroken broken => $"failed {broken.Code}",
        _ => "?",
    };
}
