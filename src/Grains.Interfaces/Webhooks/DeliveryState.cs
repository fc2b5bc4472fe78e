using System.Text.Json.Serialization;

namespace Orchestrator.Grains.Interfaces.Webhooks;

/// <summary>Where a webhook is once its fast phase is over.</summary>
[JsonConverter(typeof(SnakeCaseEnumConverter<DeliveryState>))]
public enum DeliveryState
{
    /// <summary>A receiver accepted it. Its body is not kept.</summary>
    Delivered,

    /// <summary>It waits for its next attempt.</summary>
    Parked,

    /// <summary>It was given up, and can be redelivered.</summary>
    Dead,
}
