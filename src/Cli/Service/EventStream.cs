using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;

namespace Orchestrator.Cli.Service;

/// <param name="IsEnd">The connect as it ended; otherwise an entry of its timeline.</param>
internal sealed record StreamedEvent(bool IsEnd, JsonNode Data);

/// <summary>The events of one connect. A stream that breaks off without an end is taken up again behind its last entry.</summary>
internal sealed class EventStream(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> open, string id)
{
    private const int MostBreaks = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private string? _last;

    public async IAsyncEnumerable<StreamedEvent> Read([EnumeratorCancellation] CancellationToken stop)
    {
        for (var breaks = 0; breaks < MostBreaks; breaks++)
        {
            if (breaks > 0) await Task.Delay(Pause, TimeProvider.System, stop);
            await using var events = ReadOnce(stop).GetAsyncEnumerator(stop);
            while (await HasNext(events))
            {
                breaks = 0;
                yield return events.Current;
                if (events.Current.IsEnd) yield break;
            }
        }
    }

    private static async Task<bool> HasNext(IAsyncEnumerator<StreamedEvent> events)
    {
        try
        {
            return await events.MoveNextAsync();
        }
        catch (Exception broken) when (broken is IOException or HttpRequestException or UserErrorException { Code: ExitCodes.Unavailable })
        {
            return false;
        }
    }

    private async IAsyncEnumerable<StreamedEvent> ReadOnce([EnumeratorCancellation] CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/connects/{id}/events");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        if (_last is not null) request.Headers.TryAddWithoutValidation("Last-Event-ID", _last);
        using var response = await open(request, stop);
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(stop)).EnumerateAsync(stop))
        {
            // Whatever else comes, pings among it, is no news.
            if (item.EventType is not ("entry" or "end")) continue;
            if (item.EventId is { Length: > 0 } entry) _last = entry;
            yield return new StreamedEvent(item.EventType == "end", JsonNode.Parse(item.Data)!);
        }
    }
}
