using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Orchestrator.Grains.Tests.Webhooks.Support;

namespace Orchestrator.Grains.Tests.Engine.Support;

/// <summary>One page of a server: it always says the same, to the byte, and keeps what it was asked with.</summary>
internal sealed class Page(string url, string text, int status, string contentType)
{
    private readonly ConcurrentQueue<Received> _requests = new();
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string Url => url;

    public IReadOnlyList<Received> Requests => [.. _requests];

    public IReadOnlyList<JsonNode> Asked => [.. _requests.Select(request => JsonNode.Parse(request.Body)!)];

    /// <summary>Somebody has asked for it.</summary>
    public Task WasAsked => _asked.Task;

    /// <summary>Until then it gives no answer.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    public async Task Answer(Received received, HttpContext context)
    {
        _requests.Enqueue(received);
        _asked.TrySetResult();
        await Held;
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.Headers.Date = "Tue, 01 Jan 2030 12:00:00 GMT";
        await context.Response.WriteAsync(text);
    }
}
