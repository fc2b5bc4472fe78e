using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Orchestrator.Cli.Service;

/// <summary>What the service says when it refuses.</summary>
internal static class Problem
{
    public static string Sentence(HttpStatusCode status, string body)
    {
        try
        {
            var problem = JsonNode.Parse(body)?.AsObject() ?? [];
            var errors = problem["errors"]?.AsArray().Select(error => $"\n  {error!["code"]}: {error["message"]}") ?? [];
            return $"{(int)status} {problem["code"]}: {problem["detail"]}{string.Concat(errors)}";
        }
        catch (Exception foreign) when (foreign is JsonException or InvalidOperationException)
        {
            return $"{(int)status} {status}";
        }
    }
}
