using Microsoft.Extensions.Configuration;

namespace Orchestrator.Hosting;

/// <summary>Where the server is told to listen, by the one of the four ways that it will follow.</summary>
public static class ListenAddresses
{
    /// <param name="fromCode">What the host program added itself.</param>
    public static IReadOnlyCollection<string> Of(IConfiguration configuration, IReadOnlyCollection<string> fromCode)
    {
        IReadOnlyCollection<string> endpoints =
            [.. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>()];
        if (endpoints.Count > 0) return endpoints;
        if (fromCode.Count > 0) return fromCode;
        if (List(configuration["urls"]) is { Length: > 0 } urls) return urls;
        return
        [
            .. List(configuration["http_ports"]).Select(port => $"http://*:{port}"),
            .. List(configuration["https_ports"]).Select(port => $"https://*:{port}"),
        ];
    }

    private static string[] List(string? value) =>
        value?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [];
}
