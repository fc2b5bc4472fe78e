using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Gateway.Documents;
using Orchestrator.Grains.Interfaces.Addresses;

namespace Orchestrator.Gateway.Addresses;

/// <summary>An address and what runs there: a document, its URL, or a destination.</summary>
/// <param name="Address">A phone number, or <c>/context/name</c>.</param>
public sealed record AddressResource(
    string Address,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] JsonElement? Swml,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Url,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? FallbackUrl,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? To,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] SubscriberResource? Subscriber,
    DateTimeOffset UpdatedAt)
{
    internal static AddressResource Of(string address, AddressView view) => new(
        address,
        view.Body.Swml is { } swml ? Document(swml) : null,
        view.Body.Url is { } url ? WebUrl.Shown(url) : null,
        view.Body.FallbackUrl is { } fallback ? WebUrl.Shown(fallback) : null,
        view.Body.To,
        view.Body.SubscriberPassword is null ? null : new SubscriberResource(),
        view.UpdatedAt);

    /// <summary>A document that came as YAML is shown as the text that it is.</summary>
    private static JsonElement Document(string text) => text.TrimStart().StartsWith('{')
        ? JsonElement.Parse(text)
        : JsonSerializer.SerializeToElement(text, GatewayJson.Readable.String);
}

/// <summary>Somebody whose phones register by SIP; their password is told to nobody.</summary>
public sealed record SubscriberResource;
