using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Orchestrator.Grains.Storage;
using Orchestrator.Outbound;

namespace Orchestrator.Grains.Webhooks;

/// <summary>Dresses an outbox entry as the HTTP request of one attempt.</summary>
internal static class WebhookRequest
{
    private const string UserAgent = "Orchestrator-Webhooks/1";
    private static readonly MediaTypeHeaderValue Json = new("application/json");

    /// <param name="keys">The project's signing keys, newest first; none: unsigned.</param>
    public static HttpRequestMessage Create(
        OutboxEntry entry, OutboundUrl target, int attempt, DateTimeOffset now, IReadOnlyList<string> keys)
    {
        target = entry.AsQuery ? target.With(QueryFields.Of(entry.Body)) : target;
        var body = entry.AsQuery ? default : entry.Body;
        var request = new HttpRequestMessage(entry.AsQuery ? HttpMethod.Get : HttpMethod.Post, target.RequestUri)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = entry.AsQuery ? null : new ReadOnlyMemoryContent(body) { Headers = { ContentType = Json } },
        };
        var headers = request.Headers;
        headers.Authorization = target.Authorization;
        Add(headers, "User-Agent", UserAgent);
        Add(headers, "webhook-id", entry.WebhookId);
        Add(headers, "webhook-timestamp", Number(now.ToUnixTimeSeconds()));
        Add(headers, "X-Webhook-Attempt", Number(attempt));
        Add(headers, "X-Webhook-Sequence", Number(entry.Sequence));
        Add(headers, "X-Webhook-Event", entry.EventType);
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } trace })
            Add(headers, "traceparent", trace);
        if (keys.Count > 0)
            AddSignatures(headers, WebhookSigner.Sign(keys, target.SignedUrl, entry.WebhookId, now, body.Span));
        return request;
    }

    private static void AddSignatures(HttpRequestHeaders headers, WebhookSignatures signatures)
    {
        Add(headers, "webhook-signature", signatures.Standard);
        Add(headers, "X-SignalWire-Signature", signatures.SignalWire);
        Add(headers, "X-SignalWire-SHA256-Signature", signatures.SignalWireSha256);
    }

    private static void Add(HttpRequestHeaders headers, string name, string value) => headers.TryAddWithoutValidation(name, value);

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
