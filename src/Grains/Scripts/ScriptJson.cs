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
public sealed partial class ScriptJson : JsonSerializerContext;
