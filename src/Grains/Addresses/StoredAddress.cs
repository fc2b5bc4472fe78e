using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces.Addresses;

namespace Orchestrator.Grains.Addresses;

/// <summary>What is stored of an address.</summary>
[GenerateSerializer, Alias("orchestrator.StoredAddress")]
public sealed class StoredAddress
{
    /// <summary>The address as JSON, locked; null: there is none.</summary>
    [Id(0)] public byte[]? Locked { get; set; }
}

/// <param name="PasswordSince">Since when the subscriber has this password; what was registered with another one counts no more.</param>
internal sealed record Address(string ProjectId, AddressBody Body, DateTimeOffset UpdatedAt, DateTimeOffset PasswordSince);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Address))]
internal sealed partial class AddressJson : JsonSerializerContext;
