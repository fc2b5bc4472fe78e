using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Outbound;

namespace Orchestrator.Grains.Storage;

/// <summary>
/// A name for a URL of a project that can be shown and stored: it tells nothing of the URL. Credentials and fragment do not count, so
/// a password that changes leaves the endpoint the same.
/// </summary>
public static class EndpointIds
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");
    private const int ProjectLength = 8;
    private const int UrlLength = 24;

    public static string Of(string projectId, string url) =>
        $"{PrefixOf(projectId)}{Hash($"{projectId}\n{UrlText.Of(url).Plain}")[..UrlLength]}";

    public static bool IsOf(string projectId, string? endpoint) =>
        endpoint?.Length == 3 + ProjectLength + UrlLength
        && endpoint.StartsWith(PrefixOf(projectId), StringComparison.Ordinal)
        && !endpoint.AsSpan(3).ContainsAnyExcept(Hexadecimal);

    private static string PrefixOf(string projectId) => $"ep_{Hash(projectId)[..ProjectLength]}";

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
