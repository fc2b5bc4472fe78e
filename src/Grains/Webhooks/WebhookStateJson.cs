using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Webhooks;

namespace Orchestrator.Grains.Webhooks;

/// <summary>How keys and reports are written into the store.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(EndpointReport))]
[JsonSerializable(typeof(IReadOnlyList<SigningKey>))]
internal sealed partial class WebhookStateJson : JsonSerializerContext;
