using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Calls;

namespace Orchestrator.Grains.Interfaces.Timeline;

/// <summary>The caller's leg is there. The first entry of every session, so it also says whose session it is.</summary>
/// <param name="Owner">The node that runs the session; another one says so when it takes it up. Null: told by an older version.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.CallerArrived")]
public sealed record CallerArrived(string ProjectId, string From, string To, bool Answered, string? Owner = null) : TimelineEvent
{
    public override string Sentence => Answered ? $"{From} is on the line, answered." : $"{From} calls {To}; not answered yet.";
}

/// <summary>A call that we begin ourselves. The first entry of its session, so it also says whose session it is.</summary>
/// <param name="Owner">The node that runs the session; another one says so when it takes it up. Null: told by an older version.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.CallPlaced")]
public sealed record CallPlaced(string ProjectId, string From, string To, int TimeoutSeconds, string? Owner = null) : TimelineEvent
{
    public override string Sentence => $"Dialing {To}, for {TimeoutSeconds} s at most.";
}

/// <param name="Leg">The leg's number in the plan, from 1.</param>
/// <param name="Group">Its group, from 1.</param>
/// <param name="Type">phone, sip, fabric, queue or stream.</param>
/// <param name="Node">The node that carries it; null: told by an older version.</param>
/// <param name="CallStateEvents">Which of its states its <c>call_state_url</c> is told; null: it has none.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.LegCreated")]
public sealed record LegCreated(
    int Leg, int Group, string Type, string From, string To, int TimeoutSeconds, string? Node = null, string[]? CallStateEvents = null) : TimelineEvent
{
    public override string Sentence => $"B{Leg} dials {To}, for {TimeoutSeconds} s at most.";
}

[GenerateSerializer, Immutable, Alias("orchestrator.LegRang")]
public sealed record LegRang : TimelineEvent
{
    public override string Sentence => "Ringing.";
}

[GenerateSerializer, Immutable, Alias("orchestrator.LegEarlyMedia")]
public sealed record LegEarlyMedia : TimelineEvent
{
    public override string Sentence => "Audio from the far end before the answer.";
}

[GenerateSerializer, Immutable, Alias("orchestrator.LegAnswered")]
public sealed record LegAnswered : TimelineEvent
{
    public override string Sentence => "Answered.";
}

[GenerateSerializer, Immutable, Alias("orchestrator.LegConfirming")]
public sealed record LegConfirming(int TimeoutSeconds) : TimelineEvent
{
    public override string Sentence => $"Confirm script started, {TimeoutSeconds} s at most.";
}

[GenerateSerializer, Immutable, Alias("orchestrator.LegConfirmed")]
public sealed record LegConfirmed(bool Passed, string? Detail) : TimelineEvent
{
    public override string Sentence => Passed ? "Confirmed." : $"Not confirmed: {Detail}.";
}

[GenerateSerializer, Immutable, Alias("orchestrator.LegJoined")]
public sealed record LegJoined(string PeerId) : TimelineEvent
{
    public override string Sentence => "Bridged.";
}

[GenerateSerializer, Immutable, Alias("orchestrator.LegParted")]
public sealed record LegParted : TimelineEvent
{
    public override string Sentence => "Out of the bridge, still up.";
}

/// <summary>We asked the far end to let go: CANCEL before the answer, BYE after it.</summary>
[GenerateSerializer, Immutable, Alias("orchestrator.LegReleased")]
public sealed record LegReleased(ReleaseCause Cause, bool WasAnswered) : TimelineEvent
{
    public override string Sentence => $"{(WasAnswered ? "Hung up" : "Cancelled")}: {Words.Of(Cause)}.";
}

/// <summary>The leg is over for the engine; reported once.</summary>
/// <param name="SipStatus">The final response, when one ended it.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.LegEnded")]
public sealed record LegEnded(EndReason Reason, Fault Fault, int? SipStatus, string? Detail) : TimelineEvent
{
    public override string Sentence => (SipStatus, Detail) switch
    {
        ({ } status, null) => $"Ended: {SnakeCase.Of(Reason)} ({status}).",
        ({ } status, { } detail) => $"Ended: {SnakeCase.Of(Reason)} ({status}, {detail}).",
        (null, { } detail) => $"Ended: {SnakeCase.Of(Reason)}, {detail}.",
        _ => $"Ended: {SnakeCase.Of(Reason)}.",
    };

    [JsonIgnore]
    public override bool IsAbnormal => Reason == EndReason.Error;
}

/// <summary>The far end has confirmed that nothing is left of the leg on the wire.</summary>
/// <param name="AfterMilliseconds">How long after the leg's end.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.LegDead")]
public sealed record LegDead(string How, int? SipStatus, double AfterMilliseconds) : TimelineEvent
{
    public override string Sentence => $"Gone from the wire: {How}.";
}

/// <summary>Ringback, or what is played in a queue, could not be had: whoever was to hear it hears nothing. What a script or the API plays says so itself.</summary>
/// <param name="Detail">Why, one clause for people.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.PlaybackFailed")]
public sealed record PlaybackFailed(string Detail) : TimelineEvent
{
    public override string Sentence => $"Nothing is heard of what was to be played meanwhile: {Detail}.";
    public override bool IsAbnormal => true;
}

[GenerateSerializer, Immutable, Alias("orchestrator.DigitReceived")]
public sealed record DigitReceived(char Digit) : TimelineEvent
{
    public override string Sentence => $"Pressed {Digit}.";
}
