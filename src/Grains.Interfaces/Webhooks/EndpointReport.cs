using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Interfaces.Webhooks;

/// <summary>Whether an origin is being called.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<EndpointCircuit>))]
public enum EndpointCircuit
{
    Closed,

    /// <summary>It failed too often in a row and is left alone for a while.</summary>
    Open,

    /// <summary>One request is under way to see whether it works again.</summary>
    Probing,
}

/// <summary>What one silo sees of an origin.</summary>
/// <param name="Waiting">Events that wait for it in that silo's memory, or are on their way.</param>
/// <param name="At">When it was told.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.EndpointReport")]
public sealed record EndpointReport(EndpointCircuit Circuit, int Waiting, DateTimeOffset At);
