using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;

namespace Orchestrator.Telephony.Sip.Rtpengine;

/// <summary>
/// A POST is a frame, and its response the answer. Frames of any length come through: by plain TCP an engine (10.5) closes the connection when more than a
/// kilobyte of a frame has come and the rest has not.
/// </summary>
public sealed class HttpNgLink : INgLink
{
    private static readonly MediaTypeHeaderValue Ng = new("application/x-rtpengine-ng");

    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentDictionary<ReadOnlyMemory<byte>, Task> _underWay = new();
    private readonly HttpClient _http;
    private readonly Uri _engine;
    private Action<ReadOnlyMemory<byte>>? _received;

    public HttpNgLink(IPEndPoint engine)
    {
        ArgumentNullException.ThrowIfNull(engine);
        _engine = new Uri($"http://{engine}/ng");
        // It is no request of anybody's: it belongs to no trace, and takes no proxy.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, ActivityHeadersPropagator = null, ConnectTimeout = TimeSpan.FromSeconds(2) })
        {
            Timeout = TimeSpan.FromMinutes(1),
        };
    }

    public int LongestFrame => 64 * 1024 * 1024;

    public void Start(Action<ReadOnlyMemory<byte>> received) => _received = received;

    /// <summary>One that is on its way is not sent beside itself.</summary>
    public void Send(ReadOnlyMemory<byte> frame)
    {
        var sent = new TaskCompletionSource();
        if (_underWay.TryAdd(frame, sent.Task)) _ = Exchange(frame, sent);
    }

    private async Task Exchange(ReadOnlyMemory<byte> frame, TaskCompletionSource sent)
    {
        try
        {
            using var content = new ReadOnlyMemoryContent(frame);
            content.Headers.ContentType = Ng;
            using var response = await _http.PostAsync(_engine, content, _closing.Token).ConfigureAwait(false);
            var answer = await response.Content.ReadAsByteArrayAsync(_closing.Token).ConfigureAwait(false);
            if (response.IsSuccessStatusCode) _received?.Invoke(answer);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // Lost, and repeated from above.
        }
        finally
        {
            _underWay.TryRemove(frame, out _);
            sent.SetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(_underWay.Values).ConfigureAwait(false);
        _http.Dispose();
        _closing.Dispose();
    }
}
