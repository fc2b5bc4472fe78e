using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Timeline;

/// <summary>
/// One sentence about a connect: who answered and when, or why nobody did; who lost the race; what each round met; how it ended;
/// trouble with callbacks. No ids.
/// </summary>
internal static class Verdict
{
    public static string Of(ConnectFacts facts)
    {
        IEnumerable<string> clauses = facts.Winner is null
            ? [.. facts.EndedAt is null ? Hunt(facts) : [Outcome(facts)], .. Rounds.Of(facts), .. Callbacks(facts.Webhooks)]
            : [Answer(facts), .. Rounds.Losers(facts), .. Rounds.Of(facts), Outcome(facts), .. Callbacks(facts.Webhooks)];
        var sentence = string.Join("; ", clauses);
        return $"{char.ToUpperInvariant(sentence[0])}{sentence.AsSpan(1)}.";
    }

    private static List<string> Hunt(ConnectFacts facts)
    {
        var open = facts.Legs.Where(leg => leg.Story.Ended is null)
            .GroupBy(leg => Rounds.Stage(leg.Story))
            .OrderByDescending(stage => stage.Key)
            .Select(stage => $"{Rounds.Word(stage.Key)}: {Phrases.Names([.. stage.Select(leg => leg.Created.Leg)], ", ")}")
            .ToList();
        return open switch
        {
            { Count: > 0 } => open,
            _ when facts.LatestGroup == 0 => ["answering the caller"],
            _ => ["dialing"],
        };
    }

    private static string Answer(ConnectFacts facts)
    {
        var (number, wonAt) = facts.Winner!.Value;
        var story = facts.Legs.FirstOrDefault(leg => leg.Created.Leg == number).Story;
        var answered = Since(facts, story?.AnsweredAt ?? wonAt);
        var raced = Rounds.Losers(facts).Any();
        return (story?.ConfirmedAt, raced) switch
        {
            ({ } at, true) => $"B{number} confirmed first, after {Since(facts, at)}",
            ({ } at, false) => $"answered by B{number} after {answered}, confirmed after {Since(facts, at)}",
            (null, true) => $"B{number} answered first, after {answered}",
            _ => $"answered by B{number} after {answered}",
        };
    }

    private static string Outcome(ConnectFacts facts) => facts switch
    {
        { Failed: { Reason: FailedReason.Cancel } e } => $"not connected: {e.Detail ?? "cancelled"} after {Since(facts, facts.EndedAt)}",
        { Failed: { Reason: FailedReason.Error } e } => $"not connected: {e.Detail ?? "an error"}",
        { Failed: { Detail: { } detail } e } => $"not connected: {Phrases.Of(e.Reason)}, {detail}",
        { Failed: { } e } => $"not connected: {Phrases.Of(e.Reason)}",
        { Disconnected: { } e } => $"{Phrases.Of(e.EndedBy)} after {Words.Seconds(e.BridgedSeconds)}",
        { ConnectedAt: not null } => "still connected",
        _ => "being connected",
    };

    private static IEnumerable<string> Callbacks(WebhookTally webhooks) =>
        new[] { (webhooks.Retried, "retried"), (webhooks.Failing, "failing"), (webhooks.GivenUp, "given up") }
            .Where(tally => tally.Item1 > 0)
            .Select(tally => $"{Phrases.Count(tally.Item1, "callback")} {tally.Item2}");

    private static string Since(ConnectFacts facts, DateTimeOffset? at) =>
        Words.Seconds(Math.Max(0, ((at ?? facts.AcceptedAt) - facts.AcceptedAt)?.TotalSeconds ?? 0));
}
