using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>What was told of a connect once all of it is over.</summary>
/// <param name="View">By the API.</param>
/// <param name="Webhooks"><c>connecting connected disconnected | B1 created ringing answered ended:hangup</c></param>
/// <param name="Timeline">Its sentences, each behind its leg: <c>B1 Ended: busy (486).</c></param>
internal sealed record Story(JsonNode View, string Webhooks, IReadOnlyList<string> Timeline)
{
    public string Verdict => View["verdict"]!.GetValue<string>();

    public static async Task<Story> Of(Api api, string connectId, Func<IEnumerable<Received>> webhooks)
    {
        var view = await Eventually.Get(
            $"connect {connectId} is complete", () => api.View(connectId), view => view["complete"]!.GetValue<bool>(), TimeSpan.FromMinutes(1));
        var timeline = (await api.Timeline(connectId)).Select(entry => $"{Who(entry!["leg"])}{entry["sentence"]}");
        return new Story(view, Words([.. webhooks().Select(hook => JsonNode.Parse(hook.Body)!)]), [.. timeline]);
    }

    private static string Who(JsonNode? leg) => leg is null ? "" : leg.GetValue<int>() == 0 ? "A " : $"B{leg} ";

    private static string Words(IReadOnlyList<JsonNode> webhooks)
    {
        var states = webhooks.Where(hook => hook.Is("event_type", "calling.call.connect"))
            .Select(hook => With(hook["params"]!["connect_state"]!, hook["params"]!["failed_reason"]));
        var legs = webhooks.Where(hook => hook.Is("event_type", "calling.call.state"))
            .GroupBy(hook => hook["params"]!["call_id"]!.ToString().Split('_')[^1], hook => With(hook["params"]!["call_state"]!, hook["params"]!["end_reason"]))
            .OrderBy(leg => leg.Key, StringComparer.Ordinal)
            .Select(leg => $"B{leg.Key} {string.Join(' ', leg)}");
        return string.Join(" | ", legs.Prepend(string.Join(' ', states)));
    }

    private static string With(JsonNode state, JsonNode? reason) => reason is null ? state.ToString() : $"{state}:{reason}";
}
