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

    public WebhookInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        var buckets = new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        };
        _attempts = meter.CreateCounter<long>("orchestrator.callback.attempts", "{attempt}", "Attempts to deliver a webhook.");
        _duration = meter.CreateHistogram("orchestrator.callback.duration", "s", "How long an attempt took.", advice: buckets);
        _queueAge = meter.CreateHistogram(
            "orchestrator.callback.queue.age", "s", "From the event until its first attempt.", advice: buckets);
        _faults = meter.CreateCounter<long>("orchestrator.callback.faults", "{fault}", "Faults of the sender itself.");
    }

    /// <summary>
    /// The span of one attempt, under the transition that brought the event about. When nobody records spans the trace still goes on
    /// to the receiver.
    /// </summary>
    internal static Activity? StartAttempt(PendingWebhook pending, int attempt)
    {
        if (Source.StartActivity("callback", ActivityKind.Client, pending.Trace) is { } span)
        {
            span.SetTag("webhook.event", pending.Entry.EventType);
            span.SetTag("webhook.attempt", attempt);
            return span;
        }

        return pending.Trace == default
            ? null
            : new Activity("callback").SetParentId(pending.Trace.TraceId, pending.Trace.SpanId, pending.Trace.TraceFlags).Start();
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

    internal void Faulted() => _faults.Add(1);
}
