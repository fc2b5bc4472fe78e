using System.Text;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Tests.Storage;

/// <summary>What the tests of stores write. Every session and project is a new one, so that tests can share a store.</summary>
internal static class StoreData
{
    /// <summary>Far above what any store needs; a test that reaches it hangs.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static string NewCall() => CallIds.Caller(CallIds.NewSession());

    public static string NewProject() => $"project-{Guid.NewGuid():n}";

    public static Commit Change(string id, long version = 0, string snapshot = "{}") =>
        new(id, version, Encoding.UTF8.GetBytes(snapshot), null, null, false, [], []);

    public static TimelineEntry Entry(string digit, string? callId = null) => new(0, Noon, callId, null, new DigitReceived(digit[0]));

    public static ListRow Row(string id, string project, int second = 0) =>
        new(id, project, ListKind.Call, "created", null, "+15550100", "+15550199", Noon.AddSeconds(second), null);

    public static ListQuery Query(string project, int limit = 100) =>
        new(project, ListKind.Call, null, null, null, null, null, limit);

    public static OutboxEntry Webhook(string owner, long sequence) => new(
        $"msg_{owner}_{sequence}", owner, null, "project", new CallbackUrl("https://example.com/hook"), sequence,
        "calling.call.state", "created", Noon, Encoding.UTF8.GetBytes($"body {sequence}"));

    /// <summary>How a webhook leaves the outbox, or its claim.</summary>
    public static WebhookMove Move(
        OutboxEntry entry, DeliveryState state = DeliveryState.Delivered, TimeSpan? time = null, long claim = 0, params TimelineEntry[] lines) => new(
        new Delivery(entry, state, "ok", [new(1, Noon, "ok", 200, 1.5)], 1, Noon, state == DeliveryState.Parked ? Noon : null),
        claim, time ?? TimeSpan.FromHours(24), lines);

    public static async Task SettleWebhook(this ICallStore store, OutboxEntry entry, IReadOnlyList<TimelineEntry> lines) =>
        await store.MoveWebhook(Move(entry, lines: [.. lines]));

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>The digits of the entries, in order, as one word.</summary>
    public static string Digits(IEnumerable<TimelineEntry> entries) =>
        string.Concat(entries.Select(entry => ((DigitReceived)entry.Event).Digit));
}
