using System.Text.Json.Serialization;
using Orchestrator.Grains.Engine;

namespace Orchestrator.Grains.Scripts;

/// <summary>Where a script stands: not started, waiting for exactly one thing, or over. It never stands between two steps.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "state")]
[JsonDerivedType(typeof(NotStarted), "not_started")]
[JsonDerivedType(typeof(Evaluating), "evaluating")]
[JsonDerivedType(typeof(Breathing), "breathing")]
[JsonDerivedType(typeof(Answering), "answering")]
[JsonDerivedType(typeof(Playing), "playing")]
[JsonDerivedType(typeof(Prompting), "prompting")]
[JsonDerivedType(typeof(SendingDigits), "sending_digits")]
[JsonDerivedType(typeof(Referring), "referring")]
[JsonDerivedType(typeof(Sleeping), "sleeping")]
[JsonDerivedType(typeof(Fetching), "fetching")]
[JsonDerivedType(typeof(Requesting), "requesting")]
[JsonDerivedType(typeof(Connecting), "connecting")]
[JsonDerivedType(typeof(Queueing), "queueing")]
[JsonDerivedType(typeof(ScriptOver), "over")]
public abstract record ScriptState(ScriptMemory Memory)
{
    /// <summary>What the state waits for with a clock; null: nothing.</summary>
    [JsonIgnore]
    public Alarm? Pending => (this as WaitingScript)?.Alarm;
}

public sealed record NotStarted(ScriptMemory Memory) : ScriptState(Memory);

/// <summary>The outcome of the effect that is held is waited for; carried out again, the effect does no harm.</summary>
public abstract record WaitingScript(ScriptMemory Memory, Alarm? Alarm) : ScriptState(Memory)
{
    [JsonIgnore]
    public abstract ScriptEffect Effect { get; }
}

/// <summary>The present step has expressions in it that are worked out elsewhere.</summary>
public sealed record Evaluating(ScriptMemory Memory, Evaluate Wish, Alarm? Alarm) : WaitingScript(Memory, Alarm)
{
    [JsonIgnore]
    public override ScriptEffect Effect => Wish;
}

/// <summary>Many steps were run without a pause; others have their turn first.</summary>
public sealed record Breathing(ScriptMemory Memory, GoOn Wish) : WaitingScript(Memory, Alarm: null)
{
    [JsonIgnore]
    public override ScriptEffect Effect => Wish;
}

/// <summary>The present step needs the call answered.</summary>
public sealed record Answering(ScriptMemory Memory, AnswerCall Wish, Alarm? Alarm) : WaitingScript(Memory, Alarm)
{
    [JsonIgnore]
    public override ScriptEffect Effect => Wish;
}

public sealed record Playing(ScriptMemory Memory, StartPlay Wish) : WaitingScript(Memory, Alarm: null)
{
    [JsonIgnore]
    public override ScriptEffect Effect => Wish;
}

/// <param name="Digits">Those that have come.</param>
/// <param name="IsPlayed">Everything was played, or a digit has cut it off: the clock is running.</param>
public sealed record Prompting(ScriptMemory Memory, CollectDigits Wish, string Digits, bool IsPlayed, Alarm? Alarm)
    : WaitingScript(Memory, Alarm)
{
    [JsonIgnore]
    public override ScriptEffect Effect => Wish;
}

public sealed record SendingDigits(ScriptMemory Memory, SendDigits Wish, Alarm? Alarm) : WaitingScript(Memory, Alarm)
{
    [JsonIgnore]
    public override ScriptEffect Effect => Wish;
}

/// <summary>Without an alarm: for ever, or until the call ends.</summary>
public sealed record Sleeping(ScriptMemory Memory, Rest Wish, Alarm? Alarm) : WaitingScript(Memory, Alarm)
{
    [JsonIgnore]
    public override ScriptEffect Effect => Wish;
}

public sealed record Fetching(ScriptMemory Memory, FetchDocument Wish, Alarm? Alarm) : WaitingScript(Memory, Alarm)
{
    [JsonIgnore]
    public override ScriptEffect Effect => Wish;
}

public sealed record Requesting(ScriptMemory Memory, SendRequest Wish, Alarm? Alarm) : WaitingScript(Memory, Alarm)
{
    [JsonIgnore]
    public override ScriptEffect Effect => Wish;
}

/// <summary>The connect operation has clocks of its own, and always ends.</summary>
public sealed record Connecting(ScriptMemory Memory, StartConnect Wish) : WaitingScript(Memory, Alarm: null)
{
    [JsonIgnore]
    public override ScriptEffect Effect => Wish;
}

/// <summary>The queue has clocks of its own, and lets everybody go in the end.</summary>
public sealed record Queueing(ScriptMemory Memory, JoinQueue Wish) : WaitingScript(Memory, Alarm: null)
{
    [JsonIgnore]
    public override ScriptEffect Effect => Wish;
}

public sealed record ScriptOver(ScriptMemory Memory, ScriptOutcome Outcome) : ScriptState(Memory);
