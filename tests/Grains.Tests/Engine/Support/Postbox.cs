using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Grains.Tests.Webhooks.Support;

namespace Orchestrator.Grains.Tests.Engine.Support;

/// <summary>A webhook as it came in.</summary>
internal sealed record Letter(string Id, string Text)
{
    public JsonNode Body => JsonNode.Parse(Text)!;

    public string Type => (string)Body["event_type"]!;

    /// <summary><c>connecting</c>, <c>ended busy</c>, …</summary>
    public string What => Type switch
    {
        "calling.call.state" => $"{Body["params"]!["call_state"]} {Body["params"]!["end_reason"]}".TrimEnd(),
        "calling.call.refer" => $"refer {Body["params"]!["state"]}",
        "calling.call.play" => $"play {Body["params"]!["state"]}",
        "calling.call.collect" => $"collect {Body["params"]!["result"]!["type"]} {Body["params"]!["result"]!["params"]?["digits"]}".TrimEnd(),
        "calling.call.queue" => $"{Body["params"]!["status"]} {Body["params"]!["position"]} of {Body["params"]!["size"]}",
        _ => $"{Body["params"]!["connect_state"]} {Body["params"]!["failed_reason"]}".TrimEnd(),
    };

    /// <summary>The call or connect that it tells about, out of its id <c>msg_OWNER_N</c>.</summary>
    public string Owner => Id[4..Id.LastIndexOf('_')];
}

/// <summary>An HTTP server that takes every webhook, one box a path.</summary>
internal sealed class Postbox : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Letter>> _boxes = new();
    private readonly ConcurrentDictionary<string, Page> _pages = new();
    private Receiver _receiver = null!;

    public string Url => _receiver.Url;

    public static async Task<Postbox> Open()
    {
        var postbox = new Postbox();
        postbox._receiver = await Receiver.Start((received, context) =>
        {
            if (postbox._pages.TryGetValue(received.Path.Split('?')[0], out var page))
                return page.Answer(received, context);
            var letter = new Letter(received["webhook-id"], Encoding.UTF8.GetString(received.Body));
            postbox._boxes.GetOrAdd(received.Path, _ => new()).Enqueue(letter);
            return Task.CompletedTask;
        });
        return postbox;
    }

    /// <summary>All that came to a path, in the order it came; what came again under the same id is left out, as receivers do.</summary>
    public IReadOnlyList<Letter> At(string path) =>
        _boxes.TryGetValue(path, out var letters) ? [.. letters.DistinctBy(letter => letter.Id)] : [];

    /// <summary>A page of its own for one document; it keeps what it was asked with.</summary>
    public Page Serve(string document, int status = 200, string contentType = "application/json")
    {
        var page = new Page($"{Url}/page/{Guid.NewGuid():n}", document, status, contentType);
        _pages[new Uri(page.Url).AbsolutePath] = page;
        return page;
    }

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();
}
