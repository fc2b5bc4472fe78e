using System.Collections.Concurrent;
using Orchestrator.Load;

namespace Orchestrator.Chaos.Checks;

/// <summary>What came of a run.</summary>
internal sealed class Findings
{
    private static readonly ParallelOptions Width = new() { MaxDegreeOfParallelism = 16 };

    private Findings(IReadOnlyList<Story> stories) => Stories = stories;

    public IReadOnlyList<Story> Stories { get; }

    /// <summary>Everything that did not hold, with the session it did not hold of.</summary>
    public List<(string Session, string Broken)> Violations { get; } = [];

    public List<(string What, string Count)> Counts { get; } = [];

    public static async Task<Findings> Of(Client client, Traffic traffic, Receiver receiver, StoreReader store, WireCheck wire)
    {
        var (stories, waiting) = (await store.Stories(), await store.Waiting());
        var findings = new Findings(stories);
        var webhooks = new WebhookCheck(
            receiver.Arrivals, waiting, traffic.Taken.Where(taken => taken.Scenario.Webhooks).Select(taken => taken.Session).ToHashSet());
        foreach (var story in stories)
            findings.Add(story.Session, [.. SessionCheck.Of(story), .. webhooks.Of(story), .. wire.Of(story)]);
        var known = stories.Select(story => story.Session).ToHashSet();
        var parked = stories.SelectMany(story => story.All("webhook.parked")).Select(line => line.Of("webhook_id", "")!).ToHashSet();
        findings.Violations.AddRange(webhooks.Order(parked));
        findings.Violations.AddRange(wire.Alone(known));
        foreach (var lost in client.Uncured)
            findings.Violations.Add(("-", $"no repetition cured: {lost}"));
        foreach (var operation in traffic.Taken.Where(operation => !known.Contains(operation.Session)))
            findings.Violations.Add((operation.Session, "was taken, and the store knows nothing of it"));
        var owners = waiting.Select(id => id.Split('_')[2]).ToHashSet();
        foreach (var key in await store.Immortal(owners))
            findings.Violations.Add((key.Split(':')[^1], $"{key} will never go away"));
        if (await store.UnderWay() is var left and > 0)
            findings.Violations.Add(("-", $"{left} deadlines, claims and nodes are left in Redis"));
        await findings.AskApi(client, traffic, owners);
        findings.Tell(client, traffic, receiver, webhooks, wire);
        return findings;
    }

    private async Task AskApi(Client client, Traffic traffic, HashSet<string> webhooksWait)
    {
        var broken = new ConcurrentBag<(string, string)>();
        await Parallel.ForEachAsync(traffic.Taken, Width, async (operation, _) =>
        {
            var view = await client.View(operation.Id);
            var state = view?["state"]?.GetValue<string>();
            if (state is not ("failed" or "disconnected"))
                broken.Add((operation.Session, $"is {state ?? "unknown to the API"} for the API"));
            else if (!webhooksWait.Contains(operation.Session) && !view!["complete"]!.GetValue<bool>())
                broken.Add((operation.Session, "is not complete for the API"));
        });
        Violations.AddRange(broken);
    }

    private void Tell(Client client, Traffic traffic, Receiver receiver, WebhookCheck webhooks, WireCheck wire)
    {
        Count("connects asked for, taken", $"{traffic.Asked}, {traffic.Taken.Count}");
        Count("answers that a repetition cured", client.Cured.IsEmpty ? "none" : string.Join(", ", client.Cured.Select(met => $"{met.Key}: {met.Value}")));
        Count("answers that none cured", $"{client.Uncured.Count}");
        Count("disconnected, failed", $"{Stories.Sum(story => story.Count("connect.disconnected"))}, {Stories.Sum(story => story.Count("connect.failed"))}");
        Count("of these lost with their plane node", $"{Stories.Count(story => story.LostItsNode)}");
        Count("sessions taken up by another silo", $"{Stories.Count(story => story.WasTakenUp)}");
        Count("transitions made for a silo that hung", $"{Stories.Sum(story => story.Count("node.owner_absent"))}");
        Count("legs on the wire, lost with their plane", $"{wire.Legs}, {wire.Lost}");
        Count("webhooks taken, dead letters, kept for later", $"{webhooks.Taken}, {webhooks.GivenUp}, {webhooks.Waiting}");
        Count("webhooks that came more than once", $"{receiver.Arrivals.Count(arrival => arrival.Taken) - webhooks.Taken}");
        Count("lateness of deadlines", Lateness(Stories));
        Count("the same, of sessions that were taken up", Lateness(Stories.Where(story => story.WasTakenUp)));
    }

    private static string Lateness(IEnumerable<Story> stories) =>
        new Percentiles(stories.SelectMany(story => story.All("timer.fired")).Select(line => line.Number("late_milliseconds"))).ToString();

    private void Count(string what, string count) => Counts.Add((what, count));

    private void Add(string session, IEnumerable<string> broken) => Violations.AddRange(broken.Select(one => (session, one)));
}
