using System.Diagnostics;
using System.Diagnostics.Metrics;
using Orchestrator.Grains.Interfaces;

namespace Orchestrator.Grains.Webhooks;

/// <summary>The figures and spans of webhook delivery. They carry event and outcome, never an id or a URL.</summary>
public sealed class WebhookInstruments
{
    public const string Name = "Orchestrator.Webhooks";

    private static readonly ActivitySource Source = new(Name);

    private readonly Counter<long> _attempts;
    private readonly Histogram<double> _duration;
    private readonly Histogram<double> _queueAge;
    private readonly Counter<long> _faults;
    private readonly Counter<long> _parked;
    private readonly Counter<long> _dead;
    private readonly Meter _meter;

    public WebhookInstruments(IMeterFactory meters)
    {
        var meter = _meter = meters.Create(Name);
        var buckets = new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        };
        _attempts = meter.CreateCounter<long>("orchestrator.callback.attempts", "{attempt}", "Attempts to deliver a webhook.");
        _duration = meter.CreateHistogram("orchestrator.callback.duration", "s", "How long an attempt took.", advice: buckets);
        _queueAge = meter.CreateHistogram(
            "orchestrator.callback.queue.age", "s", "From the event until its first attempt.", advice: buckets);
        _faults = meter.CreateCounter<long>("orchestrator.callback.faults", "{fault}", "Faults of the sender itself.");
        _parked = meter.CreateCounter<long>("orchestrator.callback.parked", "{event}", "Webhooks put off to a later attempt.");
        _dead = meter.CreateCounter<long>("orchestrator.callback.dead_lettered", "{event}", "Webhooks given up.");
    }

    /// <summary>Lets meters look at a sender: what waits in it, what it has in hand, its circuits.</summary>
    internal void Watch(WebhookSender sender)
    {
        _meter.CreateObservableGauge(
            "orchestrator.callback.backlog", () => (long)sender.Pending, "{event}", "Webhooks that wait for their fast phase's end in this silo.");
        _meter.CreateObservableGauge(
            "orchestrator.callback.parked.in_hand", () => (long)sender.Slow.InHand, "{event}", "Parked webhooks this silo is trying.");
        _meter.CreateObservableGauge(
            "orchestrator.callback.circuits", () => Circuits(sender), "{endpoint}", "Endpoints that are not simply called, by their circuit.");
    }

    /// <summary>
    /// The span of one attempt, under the transition that brought the event about. When nobody records spans the trace still goes on
    /// to the receiver.
    /// </summary>
    internal static Activity? StartAttempt(string eventType, ActivityContext trace, int attempt)
    {
        if (Source.StartActivity("callback", ActivityKind.Client, trace) is { } span)
        {
            span.SetTag("webhook.event", eventType);
            span.SetTag("webhook.attempt", attempt);
            return span;
        }

        return trace == default
            ? null
            : new Activity("callback").SetParentId(trace.TraceId, trace.SpanId, trace.TraceFlags).Start();
    }

    internal static void EndAttempt(Activity? span, WebhookResult result)
    {
        span?.SetTag("webhook.outcome", SnakeCase.Of(result.Outcome));
        if (result.Status is { } status)
            span?.SetTag("http.response.status_code", status);
        if (result.Outcome != WebhookOutcome.Ok)
            span?.SetStatus(ActivityStatusCode.Error, SnakeCase.Of(result.Outcome));
    }

    internal void Attempted(string eventType, WebhookResult result)
    {
        var tags = new TagList { { "webhook.event", eventType }, { "webhook.outcome", SnakeCase.Of(result.Outcome) } };
        if (result.Outcome != WebhookOutcome.Ok)
            tags.Add("error.type", SnakeCase.Of(result.Outcome));
        _attempts.Add(1, tags);
        _duration.Record(result.Duration.TotalSeconds, tags);
    }

    internal void LeftQueue(string eventType, TimeSpan age) =>
        _queueAge.Record(Math.Max(0, age.TotalSeconds), new TagList { { "webhook.event", eventType } });

    internal void Parked(string eventType, WebhookOutcome outcome) => _parked.Add(1, Tags(eventType, outcome));

    internal void DeadLettered(string eventType, WebhookOutcome outcome) => _dead.Add(1, Tags(eventType, outcome));

    internal void Faulted() => _faults.Add(1);

    private static TagList Tags(string eventType, WebhookOutcome outcome) =>
        new() { { "webhook.event", eventType }, { "webhook.outcome", SnakeCase.Of(outcome) } };

    private static IEnumerable<Measurement<long>> Circuits(WebhookSender sender) => sender.Endpoints
        .Where(endpoint => endpoint.Circuit != Polly.CircuitBreaker.CircuitState.Closed)
        .CountBy(endpoint => SnakeCase.Of(endpoint.Circuit))
        .Select(circuits => new Measurement<long>(circuits.Value, new KeyValuePair<string, object?>("circuit", circuits.Key)));
}
