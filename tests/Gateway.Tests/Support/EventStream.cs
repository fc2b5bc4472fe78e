using System.Net;

namespace Orchestrator.Gateway.Tests.Support;

internal sealed record StreamedEvent(string Name, string? Id, string Data);

/// <summary>Reads server-sent events as the standard tells browsers to, as far as they are used here.</summary>
internal sealed class EventStream : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private EventStream(HttpResponseMessage response, Stream body) => (_response, _reader) = (response, new StreamReader(body));

    public HttpResponseMessage Response => _response;

    public static async Task<EventStream> Open(Api api, string connectId, string? lastEventId = null, string query = "")
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/connects/{connectId}/events{query}");
        if (lastEventId is not null) request.Headers.Add("Last-Event-ID", lastEventId);
        var response = await api.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return new EventStream(response, await response.Content.ReadAsStreamAsync());
    }

    /// <summary>Events up to and with the first that is enough, or to the end of the stream.</summary>
    public async Task<IReadOnlyList<StreamedEvent>> Read(Func<StreamedEvent, bool>? enough = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var events = new List<StreamedEvent>();
        var (name, id, data) = ("message", (string?)null, new List<string>());
        while (await _reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
            else if (line.StartsWith("id: ", StringComparison.Ordinal)) id = line[4..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data.Add(line[6..]);
            if (line.Length > 0 || data.Count == 0) continue;

            events.Add(new StreamedEvent(name, id, string.Join('\n', data)));
            (name, id, data) = ("message", null, []);
            if (enough?.Invoke(events[^1]) is true) break;
        }

        return events;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}
