using Polly;
using Polly.CircuitBreaker;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// Leaves an endpoint alone that fails again and again: opens on so many failures in a row, for a time that doubles with every probe
/// that fails, and closes when a probe succeeds. Then it lets in one at a time, two, four, and so on up to the usual.
/// </summary>
internal sealed class Circuit
{
    // Polly counts a rate of failures over a while; failures in a row are counted here, and the last one of them is told as the one.
    private const int LeastCalls = 2;
    private static readonly TimeSpan CountedOver = TimeSpan.FromHours(1);

    private readonly CircuitBreakerStateProvider _state = new();
    private readonly ResiliencePipeline<WebhookResult> _pipeline;
    private readonly SlotGate _slots;
    private readonly int _usual;
    private readonly int _failures;
    private int _inARow;
    private int _good;

    public Circuit(WebhookOptions options, SlotGate slots, TimeProvider time)
    {
        (_slots, _usual, _failures) = (slots, options.InFlightPerEndpoint, options.CircuitFailures);
        _pipeline = new ResiliencePipelineBuilder<WebhookResult> { TimeProvider = time }
            .AddCircuitBreaker(new CircuitBreakerStrategyOptions<WebhookResult>
            {
                FailureRatio = 0,
                MinimumThroughput = LeastCalls,
                SamplingDuration = CountedOver,
                ShouldHandle = arguments => new(IsOneTooMany(arguments.Outcome.Result)),
                BreakDurationGenerator = arguments => new(OpenFor(options, arguments.HalfOpenAttempts)),
                StateProvider = _state,
                // One probe at a time; whoever comes meanwhile waits for its end.
                OnOpened = _ => Narrow(),
                OnClosed = _ => Narrow(),
            })
            .Build();
    }

    public CircuitState State => _state.CircuitState;

    /// <returns>What the attempt came to, or <see cref="WebhookOutcome.CircuitOpen"/> and for how long yet.</returns>
    public async Task<WebhookResult> Run(Func<Task<WebhookResult>> attempt, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        try
        {
            var outcome = await _pipeline.ExecuteOutcomeAsync(static async (_, attempt) => await Outcome(attempt), context, attempt);
            if (outcome.Exception is BrokenCircuitException broken)
                return WebhookResult.Without(WebhookOutcome.CircuitOpen) with { RetryAfter = broken.RetryAfter };
            outcome.ThrowIfException();
            return outcome.Result!;
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static async Task<Outcome<WebhookResult>> Outcome(Func<Task<WebhookResult>> attempt)
    {
        try
        {
            return Polly.Outcome.FromResult(await attempt());
        }
        catch (Exception fault)
        {
            return Polly.Outcome.FromException<WebhookResult>(fault);
        }
    }

    private static TimeSpan OpenFor(WebhookOptions options, int probes)
    {
        var doubled = options.CircuitOpen * Math.Pow(2, Math.Min(probes, 20));
        return doubled < options.CircuitLongest ? doubled : options.CircuitLongest;
    }

    private static bool Trips(WebhookResult result) => result.Status == 429 || result.Outcome is WebhookOutcome.Dns
        or WebhookOutcome.ConnectRefused or WebhookOutcome.ConnectTimeout or WebhookOutcome.Tls or WebhookOutcome.Reset
        or WebhookOutcome.Timeout or WebhookOutcome.ProtocolError or WebhookOutcome.ServerError;

    private bool IsOneTooMany(WebhookResult? result)
    {
        if (result is null)
            return false;
        if (Trips(result))
            return Interlocked.Increment(ref _inARow) >= _failures;

        Interlocked.Exchange(ref _inARow, 0);
        Widen();
        return false;
    }

    private ValueTask Narrow()
    {
        _good = 0;
        _slots.Limit = 1;
        return default;
    }

    /// <summary>As many successes as there are slots, and there are twice as many.</summary>
    private void Widen()
    {
        if (_slots.Limit >= _usual || _state.CircuitState != CircuitState.Closed || Interlocked.Increment(ref _good) < _slots.Limit)
            return;
        _good = 0;
        _slots.Limit = Math.Min(_usual, _slots.Limit * 2);
    }
}
