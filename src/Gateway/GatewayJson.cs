using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Gateway.Calls;
using Orchestrator.Gateway.Connects;
using Orchestrator.Gateway.Documents;
using Orchestrator.Gateway.Health;
using Orchestrator.Gateway.Lists;
using Orchestrator.Gateway.Nodes;
using Orchestrator.Gateway.Problems;
using Orchestrator.Gateway.Timelines;
using Orchestrator.Gateway.Webhooks;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Interfaces.Webhooks;

namespace Orchestrator.Gateway;

/// <summary>Everything this room writes as JSON: snake_case, nulls written, instants in UTC with milliseconds.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(AcceptedConnect))]
[JsonSerializable(typeof(ConnectView))]
[JsonSerializable(typeof(CallView))]
[JsonSerializable(typeof(Page<ConnectRow>))]
[JsonSerializable(typeof(Page<CallRow>))]
[JsonSerializable(typeof(Page<EntryBody>))]
[JsonSerializable(typeof(EntryBody))]
[JsonSerializable(typeof(TimelineEvent))]
[JsonSerializable(typeof(ValidationBody))]
[JsonSerializable(typeof(HealthBody))]
[JsonSerializable(typeof(Page<DeliveryRow>))]
[JsonSerializable(typeof(Page<QueueView>))]
[JsonSerializable(typeof(Page<QueueMember>))]
[JsonSerializable(typeof(QueueView))]
[JsonSerializable(typeof(DeliveryView))]
[JsonSerializable(typeof(EndpointView))]
[JsonSerializable(typeof(RedeliveredBody))]
[JsonSerializable(typeof(Page<SigningKeyView>))]
[JsonSerializable(typeof(NewSigningKey))]
[JsonSerializable(typeof(Page<NodeRow>))]
internal sealed partial class GatewayJson : JsonSerializerContext
{
    /// <summary>The one to write with.</summary>
    public static GatewayJson Readable { get; } = new(Set(new JsonSerializerOptions()));

    /// <summary>Tells the framework's own JSON to write as this room does.</summary>
    public static void Apply(JsonSerializerOptions options) => Set(options).TypeInfoResolverChain.Insert(0, new GatewayJson());

    private static JsonSerializerOptions Set(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Converters.Add(new InstantConverter());
        // A + stays a +: nothing of this is ever put into HTML.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        return options;
    }
}
