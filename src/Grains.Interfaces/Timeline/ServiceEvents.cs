using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Interfaces.Timeline;

/// <summary>What is being waited for with a clock.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<TimerKind>))]
public enum TimerKind
{
    Ring,
    Confirm,
    Decision,
    CallerAnswer,
    Bridging,
    MaxDuration,
    GroupBackstop,
    CallLimit,
    ScriptSleep,
    ScriptDigits,
    ScriptBackstop,
    QueueEntry,
    QueueWait,
    QueueLease,
    ControlDigits,
    ControlBackstop,
}

[GenerateSerializer, Immutable, Alias("orchestrator.TimerArmed")]
public sealed record TimerArmed(TimerKind Timer, DateTimeOffset Due) : TimelineEvent
{
    public override string Sentence => $"Timer {SnakeCase.Of(Timer)} armed.";
}

/// <param name="LateMilliseconds">How long after its instant it rang.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.TimerFired")]
public sealed record TimerFired(TimerKind Timer, double LateMilliseconds) : TimelineEvent
{
    public override string Sentence => $"Timer {SnakeCase.Of(Timer)} fired.";
}

[GenerateSerializer, Immutable, Alias("orchestrator.TimerCleared")]
public sealed record TimerCleared(TimerKind Timer) : TimelineEvent
{
    public override string Sentence => $"Timer {SnakeCase.Of(Timer)} cleared.";
}

/// <summary>A grain was brought back from what is stored and goes on.</summary>
[GenerateSerializer, Immutable, Alias("orchestrator.OwnerRestored")]
public sealed record OwnerRestored(string Node) : TimelineEvent
{
    public override string Sentence => $"Taken up again on {Node} from what is stored.";
}

/// <summary>A grain's silo did not answer, and its alarm was rung for it by another.</summary>
[GenerateSerializer, Immutable, Alias("orchestrator.OwnerAbsent")]
public sealed record OwnerAbsent(string Node) : TimelineEvent
{
    public override string Sentence => $"Its owner did not answer; carried on by {Node}.";
    public override bool IsAbnormal => true;
}

/// <summary>A transition brought about a webhook; it is in the outbox.</summary>
[GenerateSerializer, Immutable, Alias("orchestrator.WebhookQueued")]
public sealed record WebhookQueued(string WebhookId, string What) : TimelineEvent
{
    public override string Sentence => $"Webhook {What} is due.";
}

/// <param name="WebhookId">Stable over all attempts.</param>
/// <param name="What">Event type and state: <c>calling.call.state ended</c>.</param>
/// <param name="Attempt">From 1.</param>
/// <param name="Outcome">ok, timeout, server_error, …</param>
/// <param name="NextInSeconds">When it will be tried again; null: it will not.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.WebhookAttempted")]
public sealed record WebhookAttempted(
    string WebhookId, string What, int Attempt, string Outcome, int? Status, double Milliseconds, double? NextInSeconds) : TimelineEvent
{
    public override string Sentence => (Status, NextInSeconds) switch
    {
        ({ } status, null) => $"Webhook {What}: {Outcome} ({status}), attempt {Attempt}.",
        (null, null) => $"Webhook {What}: {Outcome}, attempt {Attempt}.",
        (_, { } next) => $"Webhook {What}: {Outcome}, attempt {Attempt}; again in {Words.Seconds(next)}.",
    };

    [JsonIgnore]
    public override bool IsAbnormal => Outcome != "ok";
}

/// <summary>A webhook is put off to slow retry; those behind it in its lane go on.</summary>
/// <param name="Reason">The last outcome; or <c>circuit_open</c>, <c>overflow</c>: no request was made.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.WebhookParked")]
public sealed record WebhookParked(string WebhookId, string What, int Attempts, string Reason, double NextInSeconds) : TimelineEvent
{
    public override string Sentence => $"Webhook {What} parked after {Words.Count(Attempts, "attempt")}: {Reason}; again in {Words.Seconds(NextInSeconds)}.";
    public override bool IsAbnormal => true;
}

[GenerateSerializer, Immutable, Alias("orchestrator.WebhookGivenUp")]
public sealed record WebhookGivenUp(string WebhookId, string What, int Attempts, string Outcome) : TimelineEvent
{
    public override string Sentence => $"Webhook {What} given up after {Words.Count(Attempts, "attempt")}: {Outcome}.";
    public override bool IsAbnormal => true;
}
