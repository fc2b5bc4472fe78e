using System.Text;
using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Scripts;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>Each row of the table of methods about variables and the way through a script, and how its first document is had.</summary>
[Collection(EngineCollection.Name)]
public sealed class FlowTests(EngineHost host)
{
    [Fact]
    public async Task SetAndUnset_KeepTypes_AndTakeAway()
    {
        var run = await new ScriptScenario(host, """
            {'set':{'n':1,'t':'a','l':[1,{'k':true}],'o':{'p':null},'gone':1,'also':2}},
            {'set':{'copy':'${l[1]}','text':'<${n}>','sum':'${(n + l.length)}','vars.scoped':'%{call.direction}'}},
            {'unset':'gone'},{'unset':['also','t']},{'set':{'unknown':'${nothing.here}'}}
            """).Run();

        Assert.Equal("{'copy':{'k':true},'l':[1,{'k':true}],'n':1,'o':{'p':null},'scoped':'inbound','sum':3,'text':'<1>','unknown':''}", await run.Vars());
    }

    [Fact]
    public async Task CondAndSwitch_RunTheBranchThatFits_AndGoOnBehindIt()
    {
        var run = await new ScriptScenario(host, """
            {'set':{'n':2,'way':''}},
            {'cond':[{'when':'n > 5','then':[{'set':{'way':'${way}a'}}]},{'when':'n > 1','then':[{'set':{'way':'${way}b'}}]},{'else':[{'set':{'way':'${way}c'}}]}]},
            {'cond':[{'when':'n > 5','then':[{'set':{'way':'${way}d'}}]},{'else':[{'set':{'way':'${way}e'}}]}]},
            {'switch':{'variable':'n','case':{'1':[{'set':{'way':'${way}f'}}],'2':[{'set':{'way':'${way}g'}}]},'default':['hangup']}},
            {'switch':{'variable':'way','case':{'x':['hangup']},'default':[{'set':{'way':'${way}h'}}]}}
            """).Run();

        Assert.Equal("{'n':2,'way':'begh'}", await run.Vars());
    }

    [Fact]
    public async Task Execute_ASectionWithParams_ReturnsTo_OnReturn_AndThen_Result()
    {
        var run = await new ScriptScenario(host, """
            {'sections':{
              'main':[
                {'set':{'way':''}},
                {'execute':{'dest':'sub','params':{'n':3},'on_return':[{'set':{'way':'${way}<on ${return_value} ${params.n}>'}}],
                  'result':{'case':{'9':[{'set':{'way':'${way}<nine>'}}]},'default':['hangup']}}},
                {'execute':{'dest':'sub','params':{'n':2},'result':[{'when':'return_value > 8','then':['hangup']},{'else':[{'set':{'way':'${way}<less>'}}]}]}},
                {'execute':'quiet'},{'set':{'left':'[${return_value}]'}}],
              'sub':[{'set':{'way':'${way}<in ${params.n}>'}},{'return':'${(params.n * params.n)}'}],
              'quiet':[{'set':{'q':1}}]}}
            """).Run();

        Assert.Equal("{'left':'[]','q':1,'way':'<in 3><on 9 ><nine><in 2><less>'}", await run.Vars());
    }

    [Fact]
    public async Task Execute_AnInlineDocumentAndAUrl_WithMeta()
    {
        var page = host.Postbox.Serve("""{"sections":{"main":[{"set":{"fetched":"%{params.p}"}},{"return":"far"}]}}""");
        var run = await new ScriptScenario(host, """
            {'execute':{'dest':{'sections':{'main':[{'return':'near'}]}}}},{'set':{'a':'${return_value}'}},
            {'execute':{'dest':'PAGE','params':{'p':'q'},'meta':{'m':1}}},{'set':{'b':'${return_value}'}}
            """.Replace("PAGE", page.Url, StringComparison.Ordinal)).Run();

        Assert.Equal("{'a':'near','b':'far','fetched':'q','return_value':'far'}", await run.Vars());
        Assert.Equal(("""{"p":"q"}""", """{"m":1}"""), (page.Asked[0]["params"]!.ToJsonString(), page.Asked[0]["meta"]!.ToJsonString()));
    }

    [Fact]
    public async Task Transfer_ToASectionAndToAUrl_TakesItsParamsAlong_AndDoesNotComeBack()
    {
        var page = host.Postbox.Serve("""{"sections":{"main":[{"set":{"far":"%{params.p} %{vars.near}"}},{"return":"end"}]}}""");
        var run = await new ScriptScenario(host, """
            {'sections':{
              'main':[{'execute':{'dest':'inner'}},{'set':{'never':1}}],
              'inner':[{'transfer':{'dest':'next','params':{'n':2}}},{'set':{'never':1}}],
              'next':[{'set':{'near':'${params.n}'}},{'transfer':{'dest':'PAGE','params':{'p':'q'},'meta':{'m':1}}}]}}
            """.Replace("PAGE", page.Url, StringComparison.Ordinal)).Run();

        Assert.Equal("{'far':'q 2','near':2,'return_value':'end'}", await run.Vars());
        Assert.Equal(
            ("""{"near":2}""", """{"p":"q"}""", """{"m":1}"""),
            (page.Asked[0]["vars"]!.ToJsonString(), page.Asked[0]["params"]!.ToJsonString(), page.Asked[0]["meta"]!.ToJsonString()));
        Assert.Single(await run.Timeline(), entry => entry.Event is ScriptTransferred);
    }

    [Fact]
    public async Task Transfer_ToItself_IsStoppedAtThe33rd()
    {
        var run = await new ScriptScenario(host, "{'sections':{'main':[{'set':{'n':'${(Number(vars.n || 0) + 1)}'}},{'transfer':{'dest':'main','params':{'p':1}}},{'set':{'never':1}}]}}").Run();

        Assert.Equal("{'n':33}", await run.Vars());
        Assert.Equal("relay_script_too_many_transfers", Assert.IsType<ScriptBroken>(await run.Outcome()).Code);
    }

    [Fact]
    public async Task Goto_JumpsAsOftenAsItMay_AndWhileItsConditionHolds()
    {
        var run = await new ScriptScenario(host, """
            {'set':{'n':0,'m':0}},
            {'label':'a'},{'set':{'n':'${(n + 1)}'}},{'goto':{'label':'a','max':4}},
            {'label':'b'},{'set':{'m':'${(m + 1)}'}},{'goto':{'label':'b','when':'m < 3'}}
            """).Run();

        Assert.Equal("{'m':3,'n':5}", await run.Vars());
    }

    [Fact]
    public async Task Return_InMain_EndsTheScriptWithItsValue()
    {
        var run = await new ScriptScenario(host, "{'return':{'code':7}},{'set':{'never':1}}").Run();

        Assert.Equal("{'return_value':{'code':7}}", await run.Vars());
        Assert.Equal("completed", Assert.Single((await run.Timeline()).Select(entry => entry.Event).OfType<ScriptEnded>()).Outcome);
    }

    [Theory]
    [InlineData("GET", 200, "success", true)]
    [InlineData("POST", 201, "success", true)]
    [InlineData("PUT", 404, "failed", true)]
    [InlineData("DELETE", 503, "failed", false)]
    public async Task Request_LeavesEverythingThatCameBack(string method, int status, string result, bool save)
    {
        var page = host.Postbox.Serve("""{"a":[1]}""", status);
        var run = await new ScriptScenario(host, """
            {'request':{'url':'PAGE','method':'METHOD','save_variables':SAVE,'headers':{'X-A':'b'}}},
            {'set':{'type':'${request_response_headers.content-type}'}},{'unset':'request_response_headers'}
            """.Replace("PAGE", page.Url, StringComparison.Ordinal).Replace("METHOD", method, StringComparison.Ordinal)
            .Replace("SAVE", save ? "true" : "false", StringComparison.Ordinal)).Run();

        var vars = JsonValues.Object((await run.Script())!.State.Memory.Vars);
        string[] names = [.. save ? ["request_response"] : (string[])[], "request_response_body", "request_response_code", "request_result", "request_url", "return_value", "type"];
        Assert.Equal(names, vars.EnumerateObject().Select(member => member.Name));
        Assert.Equal("""{"a":[1]}""", vars.GetProperty("request_response_body").GetString());
        Assert.Equal(status, vars.GetProperty("request_response_code").GetInt32());
        Assert.Equal(
            (result, result, page.Url, "application/json"),
            (vars.GetProperty("request_result").GetString(), vars.GetProperty("return_value").GetString(), vars.GetProperty("request_url").GetString(), vars.GetProperty("type").GetString()));
        if (save)
            Assert.Equal("""{"a":[1]}""", vars.GetProperty("request_response").GetRawText());
        var asked = Assert.Single(page.Requests);
        Assert.Equal((method, "b"), (asked.Method, asked["X-A"]));
    }

    [Theory]
    [InlineData("{'q':[1]}", "application/json; charset=utf-8", """{"q":[1]}""")]
    [InlineData("'plain ${n}'", "text/plain; charset=utf-8", "plain 7")]
    public async Task Request_SendsItsBody_AsTextOrJson(string body, string type, string sent)
    {
        var page = host.Postbox.Serve("no JSON");
        var run = await new ScriptScenario(host, $"{{'set':{{'n':7}}}},{{'request':{{'url':'{page.Url}','method':'POST','body':{body},'save_variables':true}}}}").Run();

        var asked = Assert.Single(page.Requests);
        Assert.Equal((type, sent), (asked["Content-Type"], Encoding.UTF8.GetString(asked.Body)));
        Assert.DoesNotContain("'request_response'", await run.Vars(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(200, 200, "first")]
    [InlineData(500, 200, "second")]
    [InlineData(500, 404, null)]
    public async Task FirstDocument_ByUrl_IsAskedOfTheFallbackWhenTheFirstFails(int first, int second, string? runs)
    {
        var (one, two) = (host.Postbox.Serve(Sets("first"), first), host.Postbox.Serve(Sets("second"), second));
        var run = new ScriptScenario(host, "'hangup'");
        await host.Grains.GetGrain<IAddressGrain>(AddressKeys.OfResource(Story.Project, "public", run.Session))
            .Put(Story.Project, new AddressBody(null, one.Url, null, two.Url));
        await run.Call();
        await run.ToEnd();

        Assert.Equal(runs is null ? "{}" : $"{{'runs':'{runs}'}}", await run.Vars());
        Assert.Equal((1, first == 200 ? 0 : 1), (one.Requests.Count, two.Requests.Count));
        Assert.Equal(runs is null ? ["fetch ended: failed."] : ["fetch ended: success."], (await run.Told()).Where(line => line.StartsWith("fetch", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("<html>login</html>", "second", 200, "{'runs':'second'}", "fetch ended: success.")]
    [InlineData("{'sections':{'main':[{'play':{}}]}}", "second", 200, "{'runs':'second'}", "fetch ended: success.")]
    [InlineData("{'sections':{'main':[{'play':{}}]}}", "second", 500, "{}", "fetch ended: failed.")]
    public async Task FirstDocument_ThatDoesNotHold_IsAskedOfTheFallback(string first, string second, int status, string vars, string told)
    {
        var (one, two) = (host.Postbox.Serve(first.Replace('\'', '"')), host.Postbox.Serve(Sets(second), status));
        var run = new ScriptScenario(host, "'hangup'");
        await host.Grains.GetGrain<IAddressGrain>(AddressKeys.OfResource(Story.Project, "public", run.Session))
            .Put(Story.Project, new AddressBody(null, one.Url, null, two.Url));
        await run.Call();
        await run.ToEnd();

        Assert.Equal(vars, await run.Vars());
        Assert.Equal((1, 1), (one.Requests.Count, two.Requests.Count));
        Assert.Contains(told, await run.Told());
    }

    private static string Sets(string value) => $$$"""{"sections":{"main":[{"set":{"runs":"{{{value}}}"}}]}}""";
}
