using System.Text.Json.Serialization;
using Orchestrator.Grains.Engine;

namespace Orchestrator.Grains.Controls;

/// <summary>Where something that the API has done on a call stands.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "state")]
[JsonDerivedType(typeof(NotOrdered), "not_ordered")]
[JsonDerivedType(typeof(ControlPlaying), "playing")]
[JsonDerivedType(typeof(ControlCollecting), "collecting")]
[JsonDerivedType(typeof(ControlOver), "over")]
public abstract record ControlState
{
    [JsonIgnore]
    public Alarm? Pending => (this as ControlCollecting)?.Alarm;
}

public sealed record NotOrdered : ControlState;

public sealed record ControlPlaying(bool IsPaused, double Volume) : ControlState;

/// <param name="Digits">Those that have come.</param>
/// <param name="Heard">Number of the latest digit of the call.</param>
/// <param name="Alarm">Null: the client has not started the clock yet.</param>
public sealed record ControlCollecting(string Digits, long Heard, Alarm? Alarm) : ControlState;

/// <param name="Result">Of a playback finished or error; of collecting digit, no_match, no_input or error.</param>
/// <param name="Terminator">The digit that ended the input, or nothing.</param>
public sealed record ControlOver(string Result, string Digits = "", string Terminator = "") : ControlState;
