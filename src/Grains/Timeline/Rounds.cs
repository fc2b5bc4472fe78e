using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Timeline;

/// <summary>How far a leg has come that is not over.</summary>
internal enum LegStage
{
    Dialing,
    Ringing,
    Confirming,
    Answered,
}

/// <summary>What the rounds of a connect met, told in clauses of its verdict.</summary>
internal static class Rounds
{
    private const int ToldOneByOneAtMost = 4;

    /// <summary>Who was let go because another leg won: <c>B1 and B3 were cancelled</c>.</summary>
    public static IEnumerable<string> Losers(ConnectFacts facts) => facts.Legs
        .Where(leg => IsLoser(facts, leg.Created, leg.Story))
        .GroupBy(leg => leg.Story.Released!.WasAnswered)
        .OrderBy(losers => losers.Key)
        .Select(losers =>
        {
            var names = Phrases.Names([.. losers.Select(leg => leg.Created.Leg)]);
            return $"{names} {(losers.Count() == 1 ? "was" : "were")} {(losers.Key ? "hung up" : "cancelled")}";
        });

    /// <summary>One clause a round: <c>round 1: B1 busy (486), B2 no answer in 20 s</c>. Many rounds are told together.</summary>
    public static IEnumerable<string> Of(ConnectFacts facts)
    {
        var hunting = facts is { Status: ConnectStatus.Connecting, Winner: null };
        var rounds = facts.Legs
            .Where(leg => leg.Created.Leg != facts.Winner?.Leg && !IsLoser(facts, leg.Created, leg.Story))
            .Where(leg => !hunting || leg.Story.Ended is not null)
            .GroupBy(leg => leg.Created.Group, leg => (leg.Created.Leg, Fate: Fate(leg.Created, leg.Story)))
            .OrderBy(round => round.Key)
            .ToList();
        return rounds.Count <= ToldOneByOneAtMost
            ? rounds.Select(round => $"round {round.Key}: {Summary([.. round])}")
            : [$"rounds {rounds[0].Key} to {rounds[^1].Key}: {Summary([.. rounds.SelectMany(round => round)])}"];
    }

    public static LegStage Stage(LegStory story) => story switch
    {
        { AnsweredAt: not null, Confirms: true, ConfirmedAt: null } => LegStage.Confirming,
        { AnsweredAt: not null } => LegStage.Answered,
        { RingingAt: not null } => LegStage.Ringing,
        _ => LegStage.Dialing,
    };

    public static string Word(LegStage stage) => stage switch
    {
        LegStage.Answered => "answered",
        LegStage.Confirming => "confirming",
        LegStage.Ringing => "ringing",
        _ => "dialing",
    };

    private static string Summary(IReadOnlyList<(int Leg, string Fate)> legs)
    {
        var fates = legs.GroupBy(leg => leg.Fate).ToList();
        return (fates.Count, legs.Count) switch
        {
            (1, > 1) => $"{Phrases.Count(legs.Count, "leg")}, {fates[0].Key}",
            (_, <= Phrases.NamedAtMost) => string.Join(", ", legs.Select(leg => $"B{leg.Leg} {leg.Fate}")),
            _ => string.Join(", ", fates.Select(fate => $"{Phrases.Number(fate.Count())} {fate.Key}")),
        };
    }

    private static string Fate(LegCreated created, LegStory story) => story switch
    {
        { Ended: null } => $"still {Word(Stage(story))}",
        { Released.Cause: ReleaseCause.NoAnswer } => $"no answer in {created.TimeoutSeconds} s",
        { Released.Cause: ReleaseCause.NotConfirmed } => "not confirmed",
        { Ended: { SipStatus: { } status } e } => $"{Phrases.Of(e.Reason)} ({status})",
        { Ended: { Reason: EndReason.Error, Detail: { } detail } } => $"error ({detail})",
        { Ended: { } e } => Phrases.Of(e.Reason),
    };

    private static bool IsLoser(ConnectFacts facts, LegCreated created, LegStory story) =>
        created.Leg != facts.Winner?.Leg && story is { Ended: not null, Released.Cause: ReleaseCause.LostRace };
}
