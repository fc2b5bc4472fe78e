using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Orchestrator.Gateway.Problems;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Gateway.Requests;

/// <summary>The header by which a client says "this is the same request as before".</summary>
internal static class IdempotencyKey
{
    public const string Header = "Idempotency-Key";
    public const string ReplayedHeader = "Idempotency-Replayed";
    public const string Reused = "This Idempotency-Key belongs to a request with another body.";
    private const int Longest = 255;

    /// <returns>The key, null without one; or what is wrong with it.</returns>
    public static (string? Key, ErrorItem? Error) Of(HttpRequest request)
    {
        var values = request.Headers[Header];
        if (values.Count == 0) return (null, null);
        if (values.Count > 1) return (null, ErrorItem.Header(Header, $"{values.Count} of them", "one"));
        var key = values[0] ?? "";
        return key.Length is >= 1 and <= Longest && key.All(character => character is > ' ' and <= '~')
            ? (key, null)
            : (null, ErrorItem.Header(Header, $"{key.Length} characters, or others than are allowed", $"1 to {Longest} visible ASCII characters"));
    }

    /// <summary>The same for the same request under the same key; without a key never the same.</summary>
    public static string NameOf(string project, string? key, ReadOnlyMemory<byte> body) =>
        key is null ? CallIds.NewSession() : CallIds.FromKey(project, $"{key}\n{HashOf(body)}");

    /// <summary>Tells two bodies under one key apart.</summary>
    public static string HashOf(ReadOnlyMemory<byte> body) => Convert.ToHexStringLower(SHA256.HashData(body.Span));
}
