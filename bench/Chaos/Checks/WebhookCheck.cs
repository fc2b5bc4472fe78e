namespace Orchestrator.Chaos.Checks;

/// <summary>What must hold of webhooks: each that was due has come, is a dead letter, or is kept for a later attempt; and in order.</summary>
/// <param name="waiting">Ids of those that are kept for later.</param>
/// <param name="asking">Sessions that asked for webhooks.</param>
internal sealed class WebhookCheck(IEnumerable<Arrival> arrivals, IReadOnlySet<string> waiting, IReadOnlySet<string> asking)
{
    private readonly Dictionary<string, Arrival> _taken = arrivals.Where(arrival => arrival.Taken)
        .OrderBy(arrival => arrival.Order).DistinctBy(arrival => arrival.WebhookId).ToDictionary(arrival => arrival.WebhookId);

    public int Taken => _taken.Count;

    public int GivenUp { get; private set; }

    public int Waiting { get; private set; }

    public IEnumerable<string> Of(Story story)
    {
        var givenUp = story.All("webhook.given_up").Select(line => line.Of("webhook_id", "")).ToHashSet();
        foreach (var due in story.All("webhook.queued"))
        {
            var id = due.Of("webhook_id", "")!;
            if (_taken.ContainsKey(id)) continue;
            if (waiting.Contains(id)) Waiting++;
            else if (givenUp.Contains(id)) GivenUp++;
            else yield return $"{due.Of("what", "")} ({id}) never came";
        }

        if (!asking.Contains(story.Session)) yield break;
        foreach (var kind in Expected(story).Where(what => !story.All("webhook.queued").Any(line => line.Of("what", "") == what)))
            yield return $"no webhook {kind} was ever due";
    }

    /// <summary>The first arrivals of each lane, in the order of their numbers. What was parked and delivered late is no part of it.</summary>
    public IEnumerable<(string Session, string Broken)> Order(IReadOnlySet<string> parked) =>
        from lane in _taken.Values.Where(arrival => !parked.Contains(arrival.WebhookId)).GroupBy(arrival => arrival.Lane)
        let ordered = lane.OrderBy(arrival => arrival.Sequence).ToList()
        from pair in ordered.Zip(ordered.Skip(1))
        where pair.First.Order > pair.Second.Order
        select (pair.First.WebhookId.Split('_')[2], $"webhook {pair.Second.Sequence} of {lane.Key} came before {pair.First.Sequence}");

    private static IEnumerable<string> Expected(Story story)
    {
        if (story.Count("connect.failed") > 0) yield return "calling.call.connect failed";
        if (story.Count("connect.connected") > 0) yield return "calling.call.connect connected";
        if (story.Count("connect.disconnected") > 0) yield return "calling.call.connect disconnected";
        if (story.Count("call.created") > 0) yield return "calling.call.state ended";
    }
}
