using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Orchestrator.Gateway.Problems;

internal static class ProblemWriter
{
    public const string ContentType = "application/problem+json";

    public static async Task Write(HttpContext context, ProblemBody problem)
    {
        var response = context.Response;
        response.StatusCode = problem.Status;
        response.ContentType = ContentType;
        if (problem.RetryAfter is { } wait)
            response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);

        var traced = problem with { TraceId = TraceIdOf(context) };
        await JsonSerializer.SerializeAsync(response.Body, traced, GatewayJson.Readable.ProblemBody, context.RequestAborted);
    }

    public static string TraceIdOf(HttpContext context) =>
        Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.TraceId.ToHexString() : context.TraceIdentifier;
}
