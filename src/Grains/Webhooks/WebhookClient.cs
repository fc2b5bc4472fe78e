using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// Makes single attempts, all of the silo's over one connection pool. Everything a receiver can do wrong is a
/// <see cref="WebhookResult"/>, not an exception.
/// </summary>
public sealed partial class WebhookClient : IDisposable
{
    private const int FirstBytes = 4096;

    private readonly HttpMessageInvoker _http;
    private readonly ISigningKeys _keys;
    private readonly TimeProvider _time;
    private readonly WebhookOptions _options;
    private readonly ILogger<WebhookClient> _logger;

    public WebhookClient(ISigningKeys keys, TimeProvider time, IOptions<WebhookOptions> options, ILogger<WebhookClient> logger)
    {
        _keys = keys;
        _time = time;
        _options = options.Value;
        _logger = logger;
        // Not HttpClient: its own timeout ends at the headers, and ours is the one token of the attempt.
        _http = new HttpMessageInvoker(WebhookConnector.CreateHandler(_options));
    }

    /// <param name="attempt">From 1.</param>
    /// <param name="abort">The silo cannot wait any longer.</param>
    /// <exception cref="OperationCanceledException"><paramref name="abort"/>, and nothing else.</exception>
    public async Task<WebhookResult> Send(OutboxEntry entry, WebhookTarget target, int attempt, CancellationToken abort)
    {
        var started = _time.GetTimestamp();
        using var over = new CancellationTokenSource(_options.HeadersTimeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, abort);
        try
        {
            using var request = WebhookRequest.Create(entry, target, attempt, _time.GetUtcNow(), _keys.CurrentKey(entry.ProjectId));
            using var response = await _http.SendAsync(request, either.Token);
            var status = (int)response.StatusCode;
            var left = _options.AttemptTimeout - _time.GetElapsedTime(started);
            over.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
            // After a 101 the body would be the bare connection.
            var body = status < 200 ? default : await ReadFirstBytes(response, either.Token);
            return new(AttemptOutcome.OfStatus(status), status, _time.GetElapsedTime(started), body);
        }
        catch (Exception failure) when (!abort.IsCancellationRequested)
        {
            var outcome = AttemptOutcome.OfFailure(failure, over.IsCancellationRequested);
            if (outcome == WebhookOutcome.Internal)
                AttemptFaulted(entry.WebhookId, attempt, failure);
            return new(outcome, null, _time.GetElapsedTime(started), default);
        }
    }

    public void Dispose() => _http.Dispose();

    /// <summary>The headers have decided; a body that breaks, stalls or never ends only yields fewer bytes.</summary>
    private static async Task<ReadOnlyMemory<byte>> ReadFirstBytes(HttpResponseMessage response, CancellationToken over)
    {
        var buffer = new byte[FirstBytes];
        var length = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(over);
            while (length < buffer.Length)
            {
                var read = await body.ReadAsync(buffer.AsMemory(length), over);
                if (read == 0)
                    break;
                length += read;
            }
        }
        catch (Exception failure) when (failure is IOException or HttpRequestException or OperationCanceledException)
        {
            // What was read until then is all there is.
        }

        return buffer.AsMemory(0, length);
    }
}
