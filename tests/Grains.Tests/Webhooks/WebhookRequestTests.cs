using System.Diagnostics;
using System.Globalization;
using System.Text;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Webhooks.Support;
using Orchestrator.Grains.Webhooks;

namespace Orchestrator.Grains.Tests.Webhooks;

/// <summary>What a receiver reads, and what nobody else must.</summary>
public sealed class WebhookRequestTests
{
    [Fact]
    public async Task Request_OfAnEntry_CarriesEveryHeader()
    {
        await using var receiver = await Receiver.Start(200);
        await using var host = new DeliveryHost();
        var url = receiver.Url + "/a/../hook%2F%7e?a=%7e";
        var entry = host.Entry(url, sequence: 7);

        host.Sender.Enqueue([entry]);
        var request = await receiver.Next();

        var now = host.Time.GetUtcNow();
        var signatures = WebhookSigner.Sign([DeliveryHost.Key], url, entry.WebhookId, now, entry.Body.Span);
        Assert.Equal("/a/../hook%2F%7e?a=%7e", request.Path);
        Assert.Equal(DeliveryHost.BodyText, Encoding.UTF8.GetString(request.Body));
        Assert.Equal(entry.WebhookId, request["webhook-id"]);
        Assert.Equal(now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), request["webhook-timestamp"]);
        Assert.Equal(signatures.Standard, request["webhook-signature"]);
        Assert.Equal(signatures.SignalWire, request["X-SignalWire-Signature"]);
        Assert.Equal(signatures.SignalWireSha256, request["X-SignalWire-SHA256-Signature"]);
        Assert.Equal("1", request["X-Webhook-Attempt"]);
        Assert.Equal("7", request["X-Webhook-Sequence"]);
        Assert.Equal("calling.call.state", request["X-Webhook-Event"]);
        Assert.Equal("application/json", request["Content-Type"]);
        Assert.StartsWith("Orchestrator", request["User-Agent"], StringComparison.Ordinal);
        Assert.Equal(request.Body.Length.ToString(CultureInfo.InvariantCulture), request["Content-Length"]);
        Assert.Empty(request["Authorization"] + request["Cookie"] + request["Accept-Encoding"]);
    }

    [Fact]
    public async Task Request_EnqueuedWithinATrace_GoesOnWithIt()
    {
        await using var receiver = await Receiver.Start(200);
        await using var host = new DeliveryHost();

        using var transition = new Activity("transition").Start();
        host.Sender.Enqueue([host.Entry(receiver.Url)]);
        var parent = (await receiver.Next())["traceparent"];

        Assert.StartsWith($"00-{transition.TraceId}-", parent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_UrlWithUserinfo_SendsItAsBasicAndShowsItNowhere()
    {
        const string Password = "p%40ssw0rd-canary";
        var basic = Convert.ToBase64String("user:p@ssw0rd-canary"u8);
        using var recorded = new RecordedSpans();
        await using var receiver = await Receiver.Start(500, 200);
        await using var host = new DeliveryHost();
        var entry = host.Entry(receiver.Url.Replace("http://", $"http://user:{Password}@", StringComparison.Ordinal) + "/secret-path");

        host.Sender.Enqueue([entry]);
        await host.NextAttempt();
        await host.Idle(entry.OwnerId);
        var request = await receiver.Next();

        Assert.Equal($"Basic {basic}", request["Authorization"]);
        var shown = string.Join('\n', [
            .. host.Logs.Lines,
            .. recorded.Text,
            .. host.Store.Timeline.Select(line => $"{line.Entry} {line.Entry.Event.Sentence}"),
            entry.ToString(),
            request.Path]);
        Assert.Contains("callback", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(basic, shown, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-path", string.Join('\n', [.. host.Logs.Lines, .. recorded.Text]), StringComparison.Ordinal);
        Assert.All(host.Store.Timeline, line => Assert.IsType<WebhookAttempted>(line.Entry.Event));
    }

    /// <summary>Every span that anything in the process ends, with its tags.</summary>
    private sealed class RecordedSpans : IDisposable
    {
        private readonly ActivityListener _listener;
        private readonly System.Collections.Concurrent.ConcurrentQueue<string> _text = new();

        public RecordedSpans()
        {
            _listener = new()
            {
                ShouldListenTo = source => source.Name is WebhookInstruments.Name or "System.Net.Http",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = span => _text.Enqueue($"{span.Source.Name} {span.DisplayName} {string.Join(' ', span.TagObjects)}"),
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public IEnumerable<string> Text => _text;

        public void Dispose() => _listener.Dispose();
    }
}
