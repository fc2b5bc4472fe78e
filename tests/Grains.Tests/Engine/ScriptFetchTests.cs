using System.Security.Cryptography;
using System.Text;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>Documents that are fetched, and the method <c>request</c>.</summary>
[Collection(EngineCollection.Name)]
public sealed class ScriptFetchTests(EngineHost host)
{
    private const string Sets = """{"sections":{"main":[{"set":{"fetched":"%{params.p}"}},{"return":"back"}]}}""";

    [Fact]
    public async Task Execute_ByUrl_IsAskedByPostWithTheScopesAndBothSignatures()
    {
        var page = host.Postbox.Serve(Sets);
        var run = await new ScriptScenario(host, $"{{'set':{{'a':1}}}},{{'execute':{{'dest':'{page.Url}','params':{{'p':7}}}}}},{{'set':{{'b':'${{return_value}}'}}}}").Run();

        Assert.Equal("{'a':1,'b':'back','fetched':7,'return_value':'back'}", await run.Vars());
        var asked = Assert.Single(page.Requests);
        var body = Assert.Single(page.Asked);
        Assert.Equal((run.CallId, "inbound", "ringing"), ((string)body["call"]!["call_id"]!, (string)body["call"]!["direction"]!, (string)body["call"]!["call_state"]!));
        Assert.Equal(("{\"a\":1}", "{\"p\":7}", "{}"), (body["vars"]!.ToJsonString(), body["params"]!.ToJsonString(), body["envs"]!.ToJsonString()));
        byte[] signed = [.. Encoding.UTF8.GetBytes(page.Url), .. asked.Body];
        var key = Encoding.UTF8.GetBytes(EngineHost.SigningKey);
#pragma warning disable CA5350 // SignalWire's first signature is what it is.
        Assert.Equal(Convert.ToHexStringLower(HMACSHA1.HashData(key, signed)), asked["X-Signalwire-Signature"]);
#pragma warning restore CA5350
        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(key, signed)), asked["X-Signalwire-SHA256-Signature"]);
    }

    [Fact]
    public async Task Call_HasAllThatItsScopeIsToHold()
    {
        var page = host.Postbox.Serve(Sets);
        var run = await new ScriptScenario(host, $"{{'answer':{{}}}},{{'execute':{{'dest':'{page.Url}'}}}}", "+15550002222").Run();

        var call = Assert.Single(page.Asked)["call"]!;
        Assert.Equal(
            [
                ("call_id", run.CallId), ("node_id", "node-1"), ("segment_id", run.Session), ("direction", "inbound"), ("type", "phone"),
                ("from", "+15550002222"), ("to", run.Address), ("from_number", "+15550002222"), ("to_number", run.Address),
                ("project_id", Story.Project), ("space_id", (string)call["space_id"]!), ("headers", "[]"), ("call_state", "answered"),
            ],
            call.AsObject().Select(member => (member.Key, member.Value!.ToString())));
    }

    [Theory]
    [InlineData("application/yaml")]
    [InlineData("text/plain")]
    public async Task Document_InYaml_IsReadWhateverItsTypeSays(string contentType)
    {
        var page = host.Postbox.Serve("sections:\n  main:\n    - set: {fetched: yes it was}\n", contentType: contentType);
        var run = await new ScriptScenario(host, $"{{'transfer':{{'dest':'{page.Url}'}}}}").Run();

        Assert.Equal("{'fetched':'yes it was'}", await run.Vars());
        Assert.Contains("The call was transferred to another script.", await run.Told());
    }

    [Theory]
    [InlineData(500, "{}", "status 500")]
    [InlineData(200, "{'sections':{}}", "1 error in the document")]
    public async Task Document_ThatCannotBeHadOrDoesNotHold_EndsTheScriptAndTheCall(int status, string text, string detail)
    {
        var page = host.Postbox.Serve(text.Replace('\'', '"'), status);
        var run = await new ScriptScenario(host, $"{{'answer':{{}}}},{{'execute':{{'dest':'{page.Url}'}}}},{{'set':{{'never':1}}}}").Run();

        Assert.Contains(detail, Assert.Single((await run.Timeline()).Select(entry => entry.Event).OfType<ScriptFailed>()).Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("never", await run.Vars(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_LongerThanMayBe_IsNotTaken()
    {
        var page = host.Postbox.Serve("{\"sections\":{\"main\":[{\"set\":{\"x\":\"" + new string('x', 256 * 1024) + "\"}}]}}");
        var run = await new ScriptScenario(host, $"{{'execute':{{'dest':'{page.Url}'}}}}").Run();

        Assert.Contains("longer than", Assert.Single((await run.Timeline()).Select(entry => entry.Event).OfType<ScriptFailed>()).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_SavesWhatCameBack()
    {
        var page = host.Postbox.Serve("""{"name":"Ann","list":[1,2]}""", status: 201);
        var run = await new ScriptScenario(host, $"{{'request':{{'url':'{page.Url}','method':'PUT','headers':{{'X-Own':'mine'}},'body':{{'q':'%{{call.direction}}'}},'save_variables':true}}}},{{'set':{{'n':'${{request_response.name}}','h':'${{request_response_headers.content-type}}'}}}}").Run();

        var vars = await run.Vars();
        Assert.Contains("'n':'Ann'", vars, StringComparison.Ordinal);
        Assert.Contains("'request_response_code':201,", vars, StringComparison.Ordinal);
        Assert.Contains("'request_result':'success'", vars, StringComparison.Ordinal);
        var asked = Assert.Single(page.Requests);
        Assert.Equal(("mine", "{\"q\":\"inbound\"}"), (asked["X-Own"], Encoding.UTF8.GetString(asked.Body)));
    }

    [Fact]
    public async Task Request_NobodyAnswers_FailsAndTheScriptGoesOn()
    {
        var run = await new ScriptScenario(host, "{'request':{'url':'http://127.0.0.1:9/','method':'GET'}},{'set':{'r':'${request_result}'}}").Run();

        Assert.Contains("'r':'failed'", await run.Vars(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Request_ToAnAddressOfTheInside_IsRefused()
    {
        var run = await new ScriptScenario(host, "{'request':{'url':'http://169.254.169.254/latest','method':'GET'}},{'set':{'r':'${request_result}'}}").Run();

        Assert.Contains("'r':'failed'", await run.Vars(), StringComparison.Ordinal);
    }
}
