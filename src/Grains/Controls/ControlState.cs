using System.Text.Json.Serialization;
using Orchestrator.Grains.Engine;

namespace Orchestrator.Grains.Controls;

/// <summary>Where something that the API has done on a call stands.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "state")]
[JsonDerivedType(typeof(NotOrdered), "not_ordered")]
[JsonDerivedType(typeof(ControlPlaying), "playing")]
[JsonDerivedType(typeof(ControlCollecting), "collecting")]
[JsonDerivedType(typeof(ControlReferring), "referring")]
[JsonDerivedType(typeof(ControlOver), "over")]
public abstract record ControlState
{
    [JsonIgnore]
    public Alarm? Pending => this switch
    {
        ControlCollecting s => s.Alarm,
        ControlReferring s => s.Alarm,
        _ => null,
    };
}

public sealed record NotOrdered : ControlState;

public sealed record ControlPlaying(bool IsPaused, double Volume) : ControlState;

/// <param name="Digits">Those that have come.</param>
/// <param name="Heard">Number of the latest digit of the call.</param>
/// <param name="Alarm">Null: the client has not started the clock yet.</param>
public sealed record ControlCollecting(string Digits, long Heard, Alarm? Alarm) : ControlState;

public sealed record ControlReferring(Alarm Alarm) : ControlState;

/// <param name="Result">Of a playback finished or error; of collecting digit, no_match, no_input or error; of a transfer success, busy, noAnswer, cancel or error.</param>
/// <param name="Terminator">The digit that ended the input, or nothing.</param>
/// <param name="Status">The phone's response to the REFER.</param>
/// <param name="TargetStatus">What it was told by whom it called.</param>
public sealed record ControlOver(string Result, string Digits = "", string Terminator = "", int? Status = null, int? TargetStatus = null) : ControlState;
