using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;

namespace Orchestrator.Grains.Connects;

/// <summary>Where a connect operation stands. One that is not over always has an alarm: whatever is lost on the way, it ends.</summary>
/// <param name="Legs">All legs of the plan, in order; leg n stands at n − 1.</param>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "state")]
[JsonDerivedType(typeof(NotAccepted), "not_accepted")]
[JsonDerivedType(typeof(AnsweringCaller), "answering_caller")]
[JsonDerivedType(typeof(Hunting), "hunting")]
[JsonDerivedType(typeof(Bridging), "bridging")]
[JsonDerivedType(typeof(Connected), "connected")]
[JsonDerivedType(typeof(ConnectOver), "over")]
public abstract record ConnectState(ImmutableArray<LegTrack> Legs)
{
    /// <summary>What the state waits for; null: nothing any more, or nothing yet.</summary>
    [JsonIgnore]
    public Alarm? Pending => (this as LiveConnect)?.Alarm;

    [JsonIgnore]
    public abstract ConnectStatus Status { get; }
}

/// <summary>An operation that was accepted and is not over: the alarm sees to it that it ends.</summary>
public abstract record LiveConnect(ImmutableArray<LegTrack> Legs, Alarm Alarm) : ConnectState(Legs);

public sealed record NotAccepted(ImmutableArray<LegTrack> Legs) : ConnectState(Legs)
{
    [JsonIgnore]
    public override ConnectStatus Status => ConnectStatus.Connecting;
}

/// <summary>The caller is answered before anybody is dialed.</summary>
public sealed record AnsweringCaller(ImmutableArray<LegTrack> Legs, Alarm Alarm) : LiveConnect(Legs, Alarm)
{
    [JsonIgnore]
    public override ConnectStatus Status => ConnectStatus.Connecting;
}

/// <param name="Group">The group whose legs are being dialed, from 1.</param>
/// <param name="Alarm">By then every leg of the group has ended by its own timers; if not, it is taken for lost.</param>
public sealed record Hunting(ImmutableArray<LegTrack> Legs, int Group, Alarm Alarm) : LiveConnect(Legs, Alarm)
{
    [JsonIgnore]
    public override ConnectStatus Status => ConnectStatus.Connecting;
}

/// <summary>A leg has won; it and the caller are being joined.</summary>
/// <param name="AwaitsWaiter">The winner came out of a queue, the call for which it stood has gone, and it waits for the next one: there is nobody to join.</param>
public sealed record Bridging(ImmutableArray<LegTrack> Legs, int Winner, Alarm Alarm, bool AwaitsWaiter = false) : LiveConnect(Legs, Alarm)
{
    [JsonIgnore]
    public override ConnectStatus Status => ConnectStatus.Connecting;
}

public sealed record Connected(ImmutableArray<LegTrack> Legs, int Winner, DateTimeOffset Since, Alarm Alarm) : LiveConnect(Legs, Alarm)
{
    [JsonIgnore]
    public override ConnectStatus Status => ConnectStatus.Connected;
}

/// <param name="Reason">Why it failed; null: it was connected and has been disconnected.</param>
/// <param name="Winner">The leg that was connected; null: none was.</param>
/// <param name="Fault">Whose fault it was that it failed; null: it did not.</param>
public sealed record ConnectOver(ImmutableArray<LegTrack> Legs, FailedReason? Reason, int? Winner, Fault? Fault = null) : ConnectState(Legs)
{
    [JsonIgnore]
    public override ConnectStatus Status => Reason is null ? ConnectStatus.Disconnected : ConnectStatus.Failed;
}

/// <summary>A leg as its connect sees it.</summary>
/// <param name="Released">Why the connect told it to end; null: it has not.</param>
/// <param name="Told">The leg has said that it is over, and needs no further word.</param>
/// <param name="Waiter">The call for which a queue's leg stands.</param>
public sealed record LegTrack(
    int Number,
    int Group,
    LegStanding Standing,
    LegEnding? Ending = null,
    ReleaseCause? Released = null,
    bool Told = false,
    QueuedCall? Waiter = null)
{
    /// <summary>Dialed, and not over.</summary>
    [JsonIgnore]
    public bool IsOpen => Standing is LegStanding.Calling or LegStanding.Ringing or LegStanding.Confirming or LegStanding.Won;
}

/// <summary>What the connect knows of a leg.</summary>
public enum LegStanding
{
    Planned,
    Calling,
    Ringing,
    Confirming,
    Won,
    Over,
}
