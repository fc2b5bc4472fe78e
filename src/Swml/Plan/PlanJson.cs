using System.Text.Json.Serialization;

namespace Orchestrator.Swml.Plan;

/// <summary>How a plan is written into snapshots and grain messages. Unknown members are an error: a snapshot is never half read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ConnectPlan))]
public sealed partial class PlanJson : JsonSerializerContext;
