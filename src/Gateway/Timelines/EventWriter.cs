using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Orchestrator.Grains.Interfaces.Connects;

namespace Orchestrator.Gateway.Timelines;

/// <summary>Writes server-sent events, each flushed at once. By hand: the framework's writer loses the id of an event that has a type.</summary>
internal sealed class EventWriter(HttpResponse response)
{
    /// <summary>Headers go out before the first event, so that the client knows it is connected.</summary>
    public async Task Begin(CancellationToken cancellation)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        response.HttpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        await response.WriteAsync("retry: 2000\n\n", cancellation);
        await response.Body.FlushAsync(cancellation);
    }

    public Task Entry(EntryBody entry, CancellationToken cancellation) =>
        Write("entry", entry.Sequence, JsonSerializer.Serialize(entry, GatewayJson.Readable.EntryBody), cancellation);

    public Task End(ConnectView view, CancellationToken cancellation) =>
        Write("end", null, JsonSerializer.Serialize(view, GatewayJson.Readable.ConnectView), cancellation);

    public Task Ping(CancellationToken cancellation) => Write("ping", null, "{}", cancellation);

    private async Task Write(string name, long? id, string json, CancellationToken cancellation)
    {
        var idLine = id is null ? "" : string.Create(CultureInfo.InvariantCulture, $"id: {id}\n");
        await response.WriteAsync($"{idLine}event: {name}\ndata: {json}\n\n", cancellation);
        await response.Body.FlushAsync(cancellation);
    }
}
