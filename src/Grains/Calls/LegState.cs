using System.Text.Json.Serialization;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;

namespace Orchestrator.Grains.Calls;

/// <summary>
/// Where a leg stands. A leg that is not over always has an alarm: whatever is lost on the way, it ends.
/// A B leg goes Unborn → Dialing → Ringing → (Confirming) → Ready → Bridged → Ended; the caller's goes Unborn → Offered → Up ⇄ Bridged → Ended.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "state")]
[JsonDerivedType(typeof(Unborn), "unborn")]
[JsonDerivedType(typeof(Offered), "offered")]
[JsonDerivedType(typeof(Dialing), "dialing")]
[JsonDerivedType(typeof(Ringing), "ringing")]
[JsonDerivedType(typeof(Confirming), "confirming")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(Up), "up")]
[JsonDerivedType(typeof(Bridged), "bridged")]
[JsonDerivedType(typeof(LegOver), "over")]
public abstract record LegState
{
    /// <summary>What the state waits for; null: nothing any more, or nothing yet.</summary>
    [JsonIgnore]
    public Alarm? Pending => (this as LiveLeg)?.Alarm;

    /// <summary>The state's public name; null before there is a leg to speak of.</summary>
    [JsonIgnore]
    public abstract CallState? Public { get; }
}

/// <summary>A leg that is there and not over: the alarm sees to it that it ends.</summary>
public abstract record LiveLeg(Alarm Alarm) : LegState;

public sealed record Unborn : LegState
{
    [JsonIgnore]
    public override CallState? Public => null;
}

/// <summary>A caller who has not been answered.</summary>
/// <param name="PeerWanted">With whom he is to be bridged as soon as he is answered.</param>
public sealed record Offered(Alarm Alarm, string? PeerWanted) : LiveLeg(Alarm)
{
    [JsonIgnore]
    public override CallState? Public => CallState.Ringing;
}

public sealed record Dialing(Alarm Alarm) : LiveLeg(Alarm)
{
    [JsonIgnore]
    public override CallState? Public => CallState.Created;
}

public sealed record Ringing(Alarm Alarm, bool EarlyMedia) : LiveLeg(Alarm)
{
    [JsonIgnore]
    public override CallState? Public => CallState.Ringing;
}

/// <summary>Answered; its confirm script decides whether it may ask to be joined.</summary>
public sealed record Confirming(Alarm Alarm) : LiveLeg(Alarm)
{
    [JsonIgnore]
    public override CallState? Public => CallState.Answered;
}

/// <summary>Answered and confirmed: it has asked to be joined and waits for the connect's word.</summary>
public sealed record Ready(Alarm Alarm) : LiveLeg(Alarm)
{
    [JsonIgnore]
    public override CallState? Public => CallState.Answered;
}

/// <summary>Answered, and in no bridge.</summary>
public sealed record Up(Alarm Alarm) : LiveLeg(Alarm)
{
    [JsonIgnore]
    public override CallState? Public => CallState.Answered;
}

public sealed record Bridged(Alarm Alarm, string Peer) : LiveLeg(Alarm)
{
    [JsonIgnore]
    public override CallState? Public => CallState.Answered;
}

/// <summary>Over, and reported so. <paramref name="Dead"/>: the wire has confirmed that nothing is left of it.</summary>
/// <param name="WasAnswered">Whether letting go of it takes a BYE.</param>
public sealed record LegOver(LegEnding Ending, DateTimeOffset At, ReleaseCause? Cause, bool WasAnswered, bool Dead) : LegState
{
    [JsonIgnore]
    public override CallState? Public => CallState.Ended;
}
