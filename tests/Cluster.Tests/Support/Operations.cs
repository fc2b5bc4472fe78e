using System.Text.Json.Nodes;
using Orchestrator.Chaos;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Cluster.Tests.Support;

/// <summary>What tests of failover ask of connects.</summary>
internal static class Operations
{
    /// <summary>How late a deadline may be on a machine that is busy with other things; docs/failover.md has the measured figures.</summary>
    public static readonly TimeSpan LatestDeadline = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>A start that is repeated with its key until it is taken, as clients are told to.</summary>
    public static async Task<string> StartStubbornly(this Api api, string connect, string caller = Api.Caller)
    {
        var key = Guid.NewGuid().ToString();
        var answer = await Eventually.Get("a connect is accepted", () => api.Start(connect, caller, key), answer => answer.Status != 503, Patience);
        Assert.True(answer.Status == 202, answer.ToString());
        return answer.Json["id"]!.GetValue<string>();
    }

    /// <summary>Several of the same, ready to be lost: all of them have come as far as <paramref name="enough"/> says.</summary>
    public static async Task<IReadOnlyList<string>> StartMany(this Api api, int count, string connect, Func<JsonNode, bool> enough, string phase)
    {
        var ids = await Task.WhenAll(Enumerable.Range(0, count).Select(_ => api.StartStubbornly(connect)));
        foreach (var id in ids)
            await api.Until(id, enough, phase);
        return ids;
    }

    public static bool Rings(JsonNode view) => view["legs"]!.AsArray().Any(leg => leg!.Is("state", "ringing"));

    public static bool IsConnected(JsonNode view) => view.Is("state", "connected");

    /// <summary>The connect as it ended, whoever must be asked again meanwhile.</summary>
    public static async Task<JsonNode> Ended(this Api api, string id) => (await Eventually.Get(
        $"connect {id} is complete",
        () => api.Get($"/api/v1/connects/{id}"), answer => answer.Status == 200 && answer.Json["complete"]!.GetValue<bool>(), Patience)).Json;

    /// <summary>How late each timer of this kind was that rang; milliseconds.</summary>
    public static async Task<IReadOnlyList<double>> Lateness(this Api api, string id, string timer) =>
    [
        .. (await api.Timeline(id))
            .Where(entry => entry!.Is("kind", "timer.fired") && entry!["details"]!.Is("timer", timer))
            .Select(entry => entry!["details"]!["late_milliseconds"]!.GetValue<double>()),
    ];

    /// <summary>Each ended by its timer, once, and not too late.</summary>
    public static async Task AssertRang(this Api api, IEnumerable<string> ids, string timer)
    {
        foreach (var id in ids)
        {
            var late = Assert.Single(await api.Lateness(id, timer));
            Assert.InRange(late, 0, LatestDeadline.TotalMilliseconds);
        }
    }

    /// <summary>Every webhook that the timeline says was due was delivered.</summary>
    public static async Task AssertDelivered(this Api api, IEnumerable<string> ids, Receiver receiver)
    {
        foreach (var id in ids)
        {
            var due = (await api.Timeline(id)).Where(entry => entry!.Is("kind", "webhook.queued"))
                .Select(entry => entry!["details"]!["webhook_id"]!.GetValue<string>()).ToList();
            Assert.NotEmpty(due);
            await Eventually.True(
                $"all webhooks of {id} came", () => Task.FromResult(due.All(one => receiver.Arrivals.Any(arrival => arrival.WebhookId == one))), Patience);
        }
    }
}
