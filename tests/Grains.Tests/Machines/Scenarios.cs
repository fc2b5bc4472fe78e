using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>Arbitrary worlds. A failing one shrinks to fewer choices, fewer legs and simpler legs.</summary>
internal static class Scenarios
{
    private static readonly int[] Statuses = [301, 403, 404, 408, 480, 486, 487, 488, 500, 503, 600, 603, 604, 607, 608];

    /// <summary>Everything goes wrong that can: any order, repeats, delays, restarts.</summary>
    public static Arbitrary<Scenario> Stormy { get; } = Arb.From(
        Of(Gen.Choose(0, 40_000).ListOf().Select(choices => choices.ToImmutableArray()).Resize(250)), Simpler);

    /// <summary>Whatever is under way at one moment comes in any order, repeated, with late repeats and early alarms; nothing is slow or lost.</summary>
    public static Arbitrary<Scenario> Shuffled { get; } = Arb.From(
        Of(Gen.Choose(0, 40_000).Where(choice => choice % 20 is not (14 or 16 or 17)).ListOf()
            .Select(choices => choices.ToImmutableArray()).Resize(250)),
        Simpler);

    /// <summary>Nothing goes wrong: what happens follows from the plan and the far ends alone.</summary>
    public static Arbitrary<Scenario> Calm { get; } = Arb.From(Of(Gen.Constant(ImmutableArray<int>.Empty)), Simpler);

    private static Gen<bool> Coin => Gen.Elements(true, false);

    private static Gen<Scenario> Of(Gen<ImmutableArray<int>> choices) =>
        from legs in Plan
        from callerAnswered in Coin
        from answerOnBridge in Coin
        from maxDuration in Gen.Elements(1_000, 20_000, 3_600_000)
        from apiEndsAt in Rarely(Gen.Choose(1, 90_000))
        from callerHangsUpAt in Rarely(Gen.Choose(1, 90_000))
        from commits in Coin
        from order in choices
        select new Scenario(legs, callerAnswered, answerOnBridge, maxDuration, apiEndsAt, callerHangsUpAt, commits) { Choices = order };

    private static Gen<ImmutableArray<LegScript>> Plan =>
        from sizes in Gen.Choose(1, 3).SelectMany(groups => Gen.Choose(1, 3).ListOf(groups))
        from legs in Leg.ListOf(sizes.Sum())
        let groups = sizes.SelectMany((size, at) => Enumerable.Repeat(at + 1, size)).ToList()
        select legs.Select((leg, at) => leg with { Group = groups[at] }).ToImmutableArray();

    private static Gen<LegScript> Leg =>
        from timeout in Gen.Choose(1_000, 30_000)
        from does in Gen.Frequency(
            (5, Gen.Constant(FarEndDoes.Answer)), (3, Gen.Constant(FarEndDoes.Reject)), (2, Gen.Constant(FarEndDoes.Nothing)),
            (1, Gen.Constant(FarEndDoes.NoRoute)), (1, Gen.Constant(FarEndDoes.LoseItsNode)))
        from after in Gen.Choose(1, 40_000)
        from status in Gen.Elements(Statuses)
        from rings in Rarely(Gen.Choose(1, 3_000))
        from media in Rarely(Gen.Choose(1, 3_000))
        from hangsUp in Rarely(Gen.Choose(1, 30_000))
        from losesMedia in Rarely(Gen.Choose(1, 30_000))
        from onCancel in Gen.Elements(OnCancel.Confirms, OnCancel.AnswerCrosses, OnCancel.Silence)
        from confirm in Rarely(Confirm)
        select new LegScript(1, timeout, does, after, status, rings, media, hangsUp, losesMedia, onCancel, confirm);

    private static Gen<ConfirmScript?> Confirm =>
        from timeout in Gen.Choose(1_000, 10_000)
        from ends in Rarely(Gen.Choose(1, 12_000))
        from passes in Coin
        select new ConfirmScript(timeout, ends, passes);

    private static Gen<int?> Rarely(Gen<int> some) => Gen.Frequency((2, Gen.Constant((int?)null)), (1, some.Select(value => (int?)value)));

    private static Gen<ConfirmScript?> Rarely(Gen<ConfirmScript?> some) =>
        Gen.Frequency((2, Gen.Constant((ConfirmScript?)null)), (1, some));

    private static IEnumerable<Scenario> Simpler(Scenario s)
    {
        for (var part = s.Choices.Length; part > 0; part /= 2)
        {
            for (var from = 0; from + part <= s.Choices.Length; from += part)
                yield return s with { Choices = s.Choices.RemoveRange(from, part) };
        }

        for (var at = 0; at < s.Choices.Length; at++)
        {
            if (s.Choices[at] != 0)
                yield return s with { Choices = s.Choices.SetItem(at, 0) };
        }

        for (var at = 0; at < s.Legs.Length && s.Legs.Length > 1; at++)
        {
            var (leg, fewer) = (s.Legs[at], s.Legs.RemoveAt(at));
            if (fewer.Any(other => other.Group == leg.Group))
                yield return s with { Legs = fewer };
            else
                yield return s with { Legs = [.. fewer.Select(other => other.Group > leg.Group ? other with { Group = other.Group - 1 } : other)] };
        }

        if (s.ApiEndsAt is not null)
            yield return s with { ApiEndsAt = null };
        if (s.CallerHangsUpAt is not null)
            yield return s with { CallerHangsUpAt = null };
        for (var at = 0; at < s.Legs.Length; at++)
        {
            var leg = s.Legs[at];
            if (leg is not { RingsAfter: null, MediaAfter: null, LosesMediaAfter: null })
                yield return s with { Legs = s.Legs.SetItem(at, leg with { RingsAfter = null, MediaAfter = null, LosesMediaAfter = null }) };
            if (leg.Confirm is not null)
                yield return s with { Legs = s.Legs.SetItem(at, leg with { Confirm = null }) };
            if (leg.HangsUpAfter is not null)
                yield return s with { Legs = s.Legs.SetItem(at, leg with { HangsUpAfter = null }) };
        }
    }
}
