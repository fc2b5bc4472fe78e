using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>One owner crashes, whichever it is and whenever: nobody on the phone notices.</summary>
public sealed class CrashTests
{
    private const string AnswerFirst = "the caller is answered first";
    private static readonly LegScript Callee = LegScript.Answers() with { HangsUpAfter = 5_000 };
    private static readonly LegScript Talker = LegScript.Answers() with { HangsUpAfter = 300_000 };

    public static TheoryData<string> Worlds => [.. Scenarios.Keys];

    public static TheoryData<string> WorldsAndAnAnswerFirst => [.. Scenarios.Keys, AnswerFirst];

    private static Dictionary<string, Scenario> Scenarios { get; } = new()
    {
        ["one callee"] = new Scenario([Callee]),
        ["answer_on_bridge"] = new Scenario([Callee], CallerAnswered: false, AnswerOnBridge: true),
        ["a race"] = new Scenario([LegScript.RingsForEver(), Callee, LegScript.RingsForEver() with { OnCancel = OnCancel.AnswerCrosses }]),
        ["one after another"] = new Scenario([new LegScript(1, 20_000, FarEndDoes.Reject, 500), Callee with { Group = 2 }]),
        ["a confirm script"] = new Scenario([Callee with { Confirm = new ConfirmScript(9_000, 2_000, Passes: true) }]),
        ["a long talk"] = new Scenario([Talker], MaxDuration: 3_600_000),
    };

    [Theory, MemberData(nameof(WorldsAndAnAnswerFirst))]
    public void OneOwner_CrashesInTheMiddleOfATurn_CallIsConnectedAndEndsAsItWould(string name) =>
        CrashEverywhere(name == AnswerFirst ? new Scenario([Callee], CallerAnswered: false) : Scenarios[name], (world, owner) =>
        {
            if (world.Enabled() is [{ } next, ..] && next.To == owner)
                world.Take(next, crashes: true);
        });

    [Theory, MemberData(nameof(Worlds))]
    public void OneOwner_CrashesBetweenTurns_CallIsConnectedAndEndsAsItWould(string name) =>
        CrashEverywhere(Scenarios[name], (world, owner) => world.Crash(owner, keepsLetters: true));

    [Theory, MemberData(nameof(Worlds))]
    public void OneOwner_CrashesAndLosesWhatItHadToSay_CallIsConnectedAndEndsAsItWould(string name) =>
        CrashEverywhere(Scenarios[name], (world, owner) => world.Crash(owner, keepsLetters: false));

    private static void CrashEverywhere(Scenario scenario, Action<World, string> crash)
    {
        var steps = 0;
        var names = Scheduler.Run(scenario, (_, step) => steps = step).Names.ToList();
        foreach (var owner in names)
        {
            for (var moment = 0; moment < steps; moment++)
            {
                var world = Scheduler.Run(scenario, (world, step) =>
                {
                    if (step == moment)
                        crash(world, owner);
                });
                FinalPromises.Check(scenario, world);
                FinalPromises.NoLegSurvives(world);
                var end = world.ConnectOwner.Facts.OfType<ConnectDisconnected>().SingleOrDefault();
                Assert.True(
                    end?.EndedBy == BridgeEnd.Callee,
                    $"{owner} crashed at step {moment}, and the call was not what it should be\n{world.Trace}");
            }
        }
    }
}
