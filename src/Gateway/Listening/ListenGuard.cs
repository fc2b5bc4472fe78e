using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Orchestrator.Gateway.Authentication;
using Orchestrator.Hosting;

namespace Orchestrator.Gateway.Listening;

/// <summary>
/// Keeps the development token, which everybody knows, and metrics that need no token off every address that another machine can reach.
/// </summary>
public static class ListenGuard
{
    /// <param name="addresses">As servers write them: <c>http://127.0.0.1:8080</c>, <c>http://*:80</c>, <c>http://unix:/run/gateway</c>.</param>
    /// <returns>Why the server must not start, or null if it may.</returns>
    public static string? Refusal(IEnumerable<string> addresses, ProjectsOptions projects)
    {
        if (addresses.FirstOrDefault(address => Parsed(address) is null) is { } unclear)
            return $"Cannot listen on '{unclear}': expected http:// or https:// in front of an address and a port, as http://127.0.0.1:8080.";
        if (Reachable(addresses) is not { } where) return null;

        if (projects.Projects.Count == 0)
            return $"Refusing to listen on {where}: no project is configured. {Remedy}";
        return projects.Projects.Any(project => project.Tokens.Contains(ProjectsOptions.Development, StringComparer.Ordinal))
            ? $"Refusing to listen on {where} with the development token '{ProjectsOptions.Development}', which everybody knows. {Remedy}"
            : null;
    }

    /// <summary>Whether the server is told to listen where only this machine can reach it.</summary>
    public static bool IsLocalOnly(IConfiguration configuration) => ListenAddresses.Of(configuration, []) is { Count: > 0 } addresses && addresses.All(IsLocal);

    /// <inheritdoc cref="Refusal(IEnumerable{string}, ProjectsOptions)"/>
    public static string? Refusal(IEnumerable<string> addresses, ScrapeSettings scrape) =>
        scrape is { Enabled: true, ScrapeToken: null } && Reachable(addresses) is { } where
            ? $"Refusing to show metrics to everybody on {where}. Set Orchestrator:Metrics:ScrapeToken, or listen on 127.0.0.1 only."
            : null;

    private const string Remedy =
        "Set Orchestrator:Projects:0:Id and Orchestrator:Projects:0:Tokens:0 to your own, or listen on 127.0.0.1 only.";

    private static string? Reachable(IEnumerable<string> addresses)
    {
        var reachable = addresses.Where(address => !IsLocal(address)).Distinct(StringComparer.Ordinal).ToList();
        return reachable.Count == 0 ? null : string.Join(", ", reachable);
    }

    private static bool IsLocal(string address) => Parsed(address) is { } binding
        && (binding.IsUnixPipe
            || binding.IsNamedPipe
            || binding.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            || (IPAddress.TryParse(binding.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));

    private static BindingAddress? Parsed(string address)
    {
        try
        {
            return BindingAddress.Parse(address);
        }
        catch (FormatException)
        {
            return null;
        }
    }
}
