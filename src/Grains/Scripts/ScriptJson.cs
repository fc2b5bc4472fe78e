using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Scripts;

/// <summary>How a script is written into its snapshot. An unknown member is an error: a snapshot is never half read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ScriptState))]
[JsonSerializable(typeof(ScriptRecord))]
public sealed partial class ScriptJson : JsonSerializerContext
{
    /// <summary>Characters as they are, so that a value reads the same before it was stored and after.</summary>
    public static ScriptJson Snapshot => Relaxed.Context;

    private static class Relaxed
    {
        public static readonly ScriptJson Context = new(new JsonSerializerOptions(Default.GeneratedSerializerOptions!)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            // Values nest 64 levels, and stand a few levels deep in the state.
            MaxDepth = 128,
        });
    }
}
