using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;
using Xunit.Abstractions;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>
/// A script of ten methods loses every activation of its session at each of its steps: after each commit, and at each commit whose answer is
/// lost. Whoever takes it up ends it with the same variables and the same webhooks.
/// </summary>
[Collection(EngineCollection.Name)]
public sealed class ScriptKillTests(EngineHost host, ITestOutputHelper output)
{
    private const string Main = """
        {'sections':{
          'main':[
            {'set':{'count':0}},
            {'answer':{}},
            {'play':{'url':'silence:1','status_url':'$box'}},
            {'prompt':{'play':'silence:1','initial_timeout':60,'status_url':'$box'}},
            {'send_digits':{'digits':'12#'}},
            {'request':{'url':'PAGE','method':'POST','save_variables':true}},
            {'sleep':1500},
            {'label':'again'},
            {'set':{'count':'${(count + 1)}'}},
            {'goto':{'label':'again','when':'count < 3','max':5}},
            {'connect':{'to':'sip:b@sim;answer=500;talk=9000','status_url':'$box','result':{'case':{'connected':[{'set':{'reached':'${connect_result}'}}]}}}},
            {'execute':{'dest':'sub','params':{'n':'${count}'}}},
            {'cond':[{'when':"prompt_value == '7'",'then':[{'set':{'end':'${return_value} ${request_response.ok}'}}]},{'else':['hangup']}]}],
          'sub':[{'return':'got %{params.n}'}]}}
        """;

    [Theory]
    [InlineData(Blow.AfterCommit)]
    [InlineData(Blow.AnswerLost)]
    internal async Task Script_OfTenMethods_KilledAtEveryStep_EndsAsIfNothingHadHappened(Blow blow)
    {
        var (expected, commits) = await Run(blow, moment: 0);
        output.WriteLine($"{commits} commits\n{expected}");
        Assert.Contains("'end':'got 3 true'", expected, StringComparison.Ordinal);

        for (var moment = 1; moment <= commits; moment++)
        {
            var (found, _) = await Run(blow, moment);
            Assert.True(found == expected, $"{blow} at commit {moment}. Found:\n{found}\nExpected:\n{expected}");
        }
    }

    /// <param name="moment">At which commit all is lost; 0: nothing is.</param>
    private async Task<(string Outcome, int Commits)> Run(Blow blow, int moment)
    {
        var page = host.Postbox.Serve("""{"ok":true}""");
        var run = new ScriptScenario(host, Main.Replace("PAGE", page.Url, StringComparison.Ordinal), "sip:alice@sim;digits=7%4040000");
        await run.Begin();
        var struck = false;
        run.Committed = (number, _) =>
        {
            if (number != moment || struck)
                return;
            struck = true;
            host.Traffic.Deactivate(run.Session);
            if (blow == Blow.AnswerLost)
                throw new IOException("the store's answer was lost");
        };
        try
        {
            await run.Call();
        }
        catch (Exception failure) when (struck && failure is IOException or Orleans.Runtime.OrleansException)
        {
            await host.Quiet("before the client tries again");
            await run.Call();
        }

        await run.ToEnd();
        run.Committed = null;
        Assert.True(struck || moment == 0, $"there was no commit {moment}");
        Assert.All(Report.Invites(run), leg => Assert.True(leg.Value == 1, $"{blow} at commit {moment}: {leg.Key} was dialed {leg.Value} times."));

        var legs = (await run.Timeline()).Where(entry => entry.Event is LegEnded or ConnectDisconnected or ScriptEnded or ScriptFailed)
            .Select(entry => $"{entry.CallId?[37..]} {entry.Event.GetType().Name}").Order(StringComparer.Ordinal);
        var outcome = $"{(await run.Vars()).Replace(page.Url, "PAGE", StringComparison.Ordinal)}\n{string.Join(" | ", run.Letters)}\n{string.Join(" | ", legs)}\n"
            + $"{SnakeCase.Of((await run.View()).EndReason!.Value)}";
        return (outcome, run.Commits.Count);
    }
}
