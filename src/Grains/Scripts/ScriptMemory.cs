using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Grains.Scripts;

/// <summary>Everything a script knows: written out after any step, it goes on from here.</summary>
public sealed record ScriptMemory
{
    /// <summary>Raised when an older reader could misread the snapshot.</summary>
    public int Schema { get; init; } = 1;

    public ScriptKind Kind { get; init; }

    /// <summary>Where the first document comes from.</summary>
    public required ScriptSource Source { get; init; }

    /// <summary>The scope <c>call</c>, <c>call_state</c> aside.</summary>
    public required JsonElement Call { get; init; }

    /// <summary><c>created</c>, <c>ringing</c> or <c>answered</c>.</summary>
    public required string CallState { get; init; }

    public required JsonElement Envs { get; init; }

    public ImmutableSortedDictionary<string, JsonElement> Vars { get; init; } = NoValues;

    /// <summary>The texts of the documents on the stack by their hash: each is held once, however often it is entered.</summary>
    public ImmutableSortedDictionary<string, string> Documents { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>The routines in progress, the running one last.</summary>
    public ImmutableArray<Routine> Stack { get; init; } = [];

    /// <summary>What the expressions of the present step came to.</summary>
    public ImmutableSortedDictionary<string, JsonElement> Known { get; init; } = NoValues;

    /// <summary>The id of the latest effect.</summary>
    public long Tick { get; init; }

    /// <summary>Number of the latest digit of the call: one that is told again is not heard again.</summary>
    public long Heard { get; init; }

    public int Transfers { get; init; }

    /// <summary>Steps since something outside was waited for.</summary>
    public int Steps { get; init; }

    private static readonly SwmlLimits WithInsecureStreams = SwmlLimits.Default with { AllowInsecureStreams = true };

    public static ImmutableSortedDictionary<string, JsonElement> NoValues { get; } =
        ImmutableSortedDictionary.Create<string, JsonElement>(StringComparer.Ordinal);

    [JsonIgnore]
    public bool IsAnswered => CallState == "answered";

    /// <summary>By which its documents are judged.</summary>
    [JsonIgnore]
    public SwmlLimits Limits => Source.AllowInsecureStreams ? WithInsecureStreams : SwmlLimits.Default;

    [JsonIgnore]
    public Routine Top => Stack[^1];

    /// <summary>What names stand for just now.</summary>
    [JsonIgnore]
    public VariableScopes Scopes => new(
        JsonValues.Object(
        [
            .. Call.EnumerateObject().Where(member => member.Name != "call_state").Select(member => KeyValuePair.Create(member.Name, member.Value)),
            KeyValuePair.Create("call_state", JsonValues.Text(CallState)),
        ]),
        Stack.IsEmpty ? Source.Params : Top.Params,
        Vars,
        Envs);
}

/// <summary>Where a document comes from: exactly one of the two.</summary>
/// <param name="Text">The document itself, JSON or YAML; for a confirm script also a list of steps.</param>
/// <param name="Url">Where it is fetched by POST.</param>
/// <param name="FallbackUrl">Asked when the first one gives no document that holds.</param>
public sealed record ScriptSource(string? Text, string? Url, string? FallbackUrl, JsonElement Params)
{
    /// <summary>It is fetched by GET instead.</summary>
    public bool ByGet { get; init; }

    /// <summary>The operator lets the streams of this script be <c>ws://</c>.</summary>
    public bool AllowInsecureStreams { get; init; }

    public static ScriptSource Inline(string text) => new(text, null, null, JsonValues.EmptyObject);

    public static ScriptSource At(string url, string? fallbackUrl = null) => new(null, url, fallbackUrl, JsonValues.EmptyObject);
}

/// <summary>A section being run.</summary>
/// <param name="Document">Hash of its document.</param>
/// <param name="Blocks">Lists of steps inside one another, the running one last; empty: it has come to its end.</param>
/// <param name="Jumps">How often each <c>goto</c> has jumped, by its pointer.</param>
public sealed record Routine(string Document, JsonElement Params, ImmutableArray<Block> Blocks, ImmutableSortedDictionary<string, int> Jumps);

/// <summary>Something to be run to its end before what stands around it goes on.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "block")]
[JsonDerivedType(typeof(StepsBlock), "steps")]
[JsonDerivedType(typeof(ChoiceBlock), "choice")]
[JsonDerivedType(typeof(TransferBlock), "transfer")]
public abstract record Block;

/// <param name="At">JSON pointer of the list.</param>
/// <param name="Next">Index of the step that runs now.</param>
public sealed record StepsBlock(string At, int Next) : Block;

/// <summary>A <c>result</c> whose branch has not been chosen yet.</summary>
/// <param name="At">JSON pointer of the switch or of the conditions.</param>
/// <param name="Variable">What a switch without a variable looks at.</param>
public sealed record ChoiceBlock(string At, string Variable) : Block;

/// <summary>What is left to do when all above it is done: another script takes over.</summary>
public sealed record TransferBlock(string Dest) : Block;
