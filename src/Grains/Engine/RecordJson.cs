using System.Text.Json.Serialization;
using Orchestrator.Grains.Calls;
using Orchestrator.Grains.Connects;
using Orchestrator.Grains.Controls;
using Orchestrator.Grains.Queues;

namespace Orchestrator.Grains.Engine;

/// <summary>How records are written into snapshots. An unknown member is an error: a snapshot is never half read.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(CallRecord))]
[JsonSerializable(typeof(ConnectRecord))]
[JsonSerializable(typeof(WaitRecord))]
[JsonSerializable(typeof(QueueRecord))]
[JsonSerializable(typeof(ControlRecord))]
internal sealed partial class RecordJson : JsonSerializerContext;
