using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Grains.Scripts;

/// <summary>How a script ended.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "outcome")]
[JsonDerivedType(typeof(ScriptCompleted), "completed")]
[JsonDerivedType(typeof(ScriptHungUp), "hung_up")]
[JsonDerivedType(typeof(ScriptCallGone), "call_gone")]
[JsonDerivedType(typeof(ScriptBroken), "failed")]
[JsonDerivedType(typeof(ScriptGaveWay), "gave_way")]
public abstract record ScriptOutcome
{
    /// <summary>Whether a callee who was asked by this script may be bridged.</summary>
    [JsonIgnore]
    public bool Passes => this is ScriptCompleted completed && !Rejects(completed.Value);

    /// <summary>Why a callee who was asked does not pass; null: he does.</summary>
    [JsonIgnore]
    public string? Refusal => this switch
    {
        _ when Passes => null,
        ScriptHungUp => "its script hung up",
        ScriptBroken broken => $"its script failed ({broken.Code})",
        ScriptCompleted => "its script refused",
        _ => "the call ended",
    };

    /// <summary>A return of false, 0, "" or "reject" is a refusal.</summary>
    private static bool Rejects(JsonElement? value) => value is { } returned && returned.ValueKind switch
    {
        JsonValueKind.False => true,
        JsonValueKind.Number => !JsonValues.IsTruthy(returned),
        JsonValueKind.String => returned.GetString() is "" or "reject",
        _ => false,
    };
}

/// <summary>It fell off its end, or returned.</summary>
/// <param name="Value">What it returned; null: nothing.</param>
public sealed record ScriptCompleted(JsonElement? Value) : ScriptOutcome;

/// <summary>It hung up its own call.</summary>
public sealed record ScriptHungUp(string Reason) : ScriptOutcome;

/// <summary>The call ended under it.</summary>
public sealed record ScriptCallGone : ScriptOutcome;

/// <summary>A connect of the API took its call over.</summary>
public sealed record ScriptGaveWay : ScriptOutcome;

/// <param name="Code">A code of calling SWML.</param>
/// <param name="Pointer">JSON pointer of the step; empty: the document could not be had, or did not hold.</param>
public sealed record ScriptBroken(string Code, string Pointer, string Detail) : ScriptOutcome;
