using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Orchestrator.Grains.Calls;
using Orchestrator.Grains.Connects;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>What the phone at the far end of a B leg does. Times are milliseconds from the moment it is dialed, or from its answer.</summary>
internal enum FarEndDoes
{
    Answer,
    Reject,
    NoRoute,
    LoseItsNode,
    Nothing,
}

/// <summary>What comes back when we cancel a leg that has not answered.</summary>
internal enum OnCancel
{
    Confirms,
    AnswerCrosses,
    Silence,
}

internal sealed record ConfirmScript(int Timeout, int? EndsAfter, bool Passes);

internal sealed record LegScript(
    int Group,
    int Timeout,
    FarEndDoes Does,
    int After,
    int Status = 486,
    int? RingsAfter = null,
    int? MediaAfter = null,
    int? HangsUpAfter = null,
    int? LosesMediaAfter = null,
    OnCancel OnCancel = OnCancel.Confirms,
    ConfirmScript? Confirm = null)
{
    public LegTerms Terms => new(
        IsCaller: false, Milliseconds(Timeout), Confirm is null ? null : Milliseconds(Confirm.Timeout), LegTerms.DefaultCallLimit);

    /// <summary>A leg that is answered after a second and talks until it is told to end.</summary>
    public static LegScript Answers(int group = 1, int after = 1_000) => new(group, 20_000, FarEndDoes.Answer, after);

    public static LegScript RingsForEver(int group = 1) => new(group, 20_000, FarEndDoes.Nothing, 0, RingsAfter: 200);

    private static TimeSpan Milliseconds(int value) => TimeSpan.FromMilliseconds(value);
}

/// <summary>One world: a plan, how everybody behaves, and the choices of its scheduler. The same scenario runs the same way, always.</summary>
/// <param name="Commits">A webhook is due for every fact, so every step that tells one is committed; otherwise only what decides is.</param>
internal sealed record Scenario(
    ImmutableArray<LegScript> Legs,
    bool CallerAnswered = true,
    bool AnswerOnBridge = false,
    int MaxDuration = 60_000,
    int? ApiEndsAt = null,
    int? CallerHangsUpAt = null,
    bool Commits = false)
{
    /// <summary>What the scheduler does at each of its steps; 0, or none left: the oldest thing first.</summary>
    public ImmutableArray<int> Choices { get; init; } = [];

    public int Groups => Legs[^1].Group;

    public ConnectTerms Terms => new(
        [.. Enumerable.Range(1, Groups).Select(group => Legs.Where(leg => leg.Group == group)
            .Max(leg => leg.Terms.RingTimeout + (leg.Terms.ConfirmTimeout ?? TimeSpan.Zero)))],
        TimeSpan.FromMilliseconds(MaxDuration),
        AnswerOnBridge);

    public LegTerms CallerTerms => new(true, TimeSpan.Zero, null, LegTerms.CallerLimit(Terms.MaxDuration));

    public NotAccepted Born => new([.. Legs.Select((leg, at) => new LegTrack(at + 1, leg.Group, LegStanding.Planned))]);

    /// <summary>For the message of a test that fails, so that the scenario can be put into a test of its own.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"caller {(CallerAnswered ? "answered" : "not answered")}, answer_on_bridge {AnswerOnBridge}");
        text.Append(CultureInfo.InvariantCulture, $", max_duration {MaxDuration}, API ends at {ApiEndsAt}, caller hangs up at {CallerHangsUpAt}");
        text.AppendLine(CultureInfo.InvariantCulture, $", every fact committed {Commits}, choices [{string.Join(", ", Choices)}]");
        foreach (var (leg, number) in Legs.Select((leg, at) => (leg, at + 1)))
            text.AppendLine(CultureInfo.InvariantCulture, $"  B{number} {leg}");
        return text.ToString();
    }
}
