using Polly;
using Polly.Timeout;

namespace Orchestrator.Outbound;

/// <summary>
/// Every request that leaves the service at a stranger's wish goes through here, all over one connection pool: webhooks, and whatever
/// else is fetched or opened by a URL out of a document. What a receiver does wrong is an <see cref="OutboundReply"/>, not an exception.
/// </summary>
public sealed class OutboundClient : IDisposable
{
    private static readonly ResiliencePropertyKey<TimeSpan> Whole = new("whole");

    private readonly HttpMessageInvoker _http;
    private readonly ResiliencePipeline _bounded;
    private readonly TimeProvider _time;

    public OutboundClient(OutboundConnector connector, TimeProvider time)
    {
        _time = time;
        // Not HttpClient: its own timeout ends at the headers.
        _http = new HttpMessageInvoker(connector.CreateHandler());
        _bounded = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions
            {
                TimeoutGenerator = static arguments => new(arguments.Context.Properties.GetValue(Whole, TimeSpan.FromSeconds(10))),
            })
            .Build();
    }

    /// <summary>For what needs the connection itself (<c>ClientWebSocket.ConnectAsync</c>): the same checks, no limits.</summary>
    public HttpMessageInvoker Invoker => _http;

    /// <param name="abort">The service cannot wait any longer.</param>
    /// <exception cref="OperationCanceledException"><paramref name="abort"/>, and nothing else.</exception>
    public async Task<OutboundReply> Send(HttpRequestMessage request, OutboundLimits limits, CancellationToken abort)
    {
        var context = ResilienceContextPool.Shared.Get(abort);
        context.Properties.Set(Whole, limits.Whole);
        var started = _time.GetTimestamp();
        try
        {
            return await _bounded.ExecuteAsync(
                static async (context, state) => await state.self.Exchange(state.request, state.limits, state.started, context.CancellationToken),
                context,
                (self: this, request, limits, started));
        }
        catch (TimeoutRejectedException)
        {
            return Failed(OutboundFailure.Timeout, started);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<OutboundReply> Exchange(HttpRequestMessage request, OutboundLimits limits, long started, CancellationToken over)
    {
        using var late = new CancellationTokenSource(limits.Headers, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, over);
        try
        {
            using var response = await _http.SendAsync(request, either.Token);
            late.CancelAfter(Timeout.InfiniteTimeSpan);
            var status = (int)response.StatusCode;
            // After a 101 the body would be the bare connection.
            var (body, isWhole) = status < 200 ? default : await FirstBytes.Read(response, limits.MostBytes, over);
            var retryAfter = response.Headers.TryGetValues("Retry-After", out var asked) ? asked.FirstOrDefault() : null;
            return new(null, status, _time.GetElapsedTime(started), body, retryAfter, null)
            {
                IsWhole = isWhole,
                Headers = limits.WithHeaders ? HeadersOf(response) : [],
            };
        }
        catch (Exception failure) when (!over.IsCancellationRequested)
        {
            var read = FailureReader.Of(failure, late.IsCancellationRequested);
            return Failed(read, started, read == OutboundFailure.Internal ? failure : null);
        }
    }

    private static List<KeyValuePair<string, string>> HeadersOf(HttpResponseMessage response) =>
        [.. response.Headers.NonValidated.Concat(response.Content.Headers.NonValidated).Select(header => KeyValuePair.Create(header.Key, header.Value.ToString()))];

    /// <summary>How long it took to see that an address is blocked would tell something about names that only we can resolve.</summary>
    private OutboundReply Failed(OutboundFailure failure, long started, Exception? fault = null) => new(
        failure, null, failure == OutboundFailure.BlockedAddress ? TimeSpan.Zero : _time.GetElapsedTime(started), default, null, fault);
}
