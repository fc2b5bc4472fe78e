using System.Security.Cryptography;
using System.Text;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Validation;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>A call that was written down gets its script, whoever is lost right then, and whatever becomes of the address.</summary>
[Collection(EngineCollection.Name)]
public sealed class ServingTests(EngineHost host)
{
    [Fact]
    public async Task PlacedCall_OwnerLostAtItsFirstCommit_IsDialedSoonAndServed()
    {
        var run = new ScriptScenario(host, "{'set':{'served':true}}");
        LoseAtFirstCommit(run);
        await Assert.ThrowsAnyAsync<Exception>(() => run.Caller.Place(Order(run)));
        await run.ToEnd();

        Assert.Equal("{'served':true}", await run.Vars());
        var answered = (await run.Timeline()).Single(entry => entry.Event is LegAnswered);
        Assert.True(answered.At - run.StartedAt < TimeSpan.FromSeconds(5), $"dialed only {answered.At - run.StartedAt} later");
    }

    [Fact]
    public async Task PlacedCall_AskedForAgain_IsTheSameCall_AndUnderAnotherHashRefused()
    {
        var run = new ScriptScenario(host, "'hangup'");
        var order = Order(run) with { RequestHash = "hash-1" };

        Assert.Equal(PlaceOutcome.Placed, await run.Caller.Place(order));
        Assert.Equal(PlaceOutcome.Replayed, await run.Caller.Place(order));
        await run.ToEnd();
        host.Traffic.Deactivate(run.Session);

        Assert.Equal(PlaceOutcome.Replayed, await run.Caller.Place(order));
        Assert.Equal(PlaceOutcome.KeyReused, await run.Caller.Place(order with { RequestHash = "hash-2" }));
        Assert.Single(await run.Timeline(), entry => entry.Event is CallPlaced);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task PlacedCall_DocumentByUrl_IsAskedAsItWasSaid(bool byGet)
    {
        var page = host.Postbox.Serve("""{"sections":{"main":[{"set":{"served":"%{call.direction} ${envs.who}"}}]}}""");
        var run = new ScriptScenario(host, "'hangup'");
        await run.Caller.Place(Order(run) with { Script = new ScriptPlace(null, $"{page.Url}?a=b") { ByGet = byGet }, Envs = """{"who":"bob"}""" });
        await run.ToEnd();

        Assert.Equal("{'served':'outbound bob'}", await run.Vars());
        var asked = Assert.Single(page.Requests);
        Assert.Equal(byGet ? "GET" : "POST", asked.Method);
        Assert.Equal(byGet, asked.Path.Contains($"?a=b&call_id={run.CallId}&node_id=node-1&", StringComparison.Ordinal));
        Assert.Equal(byGet, asked.Path.Contains("&to=sip%3Ab%40sim%3Banswer%3D100", StringComparison.Ordinal));
        byte[] signed = [.. Encoding.UTF8.GetBytes($"{host.Postbox.Url}{asked.Path}"), .. asked.Body];
        Assert.Equal(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(EngineHost.SigningKey), signed)), asked["X-Signalwire-SHA256-Signature"]);
        Assert.Equal(byGet, asked.Body.Length == 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task PlacedCall_PressesItsDigitsOnce_AsSoonAsItIsAnswered(bool ownerIsLost)
    {
        var run = new ScriptScenario(host, "{'sleep':5000},{'set':{'served':true}}");
        await run.Caller.Place(Order(run) with { SendDigits = "12w#" });
        await run.Until<LegAnswered>();
        await host.Quiet("answered");
        Assert.Equal("12w#", host.Plane.DigitsSentTo(run.CallId));
        if (ownerIsLost)
        {
            host.Traffic.Deactivate(run.Session);
            await host.Traffic.Gone(run.Session);
        }

        await run.At(4000);
        Assert.Equal("12w#", host.Plane.DigitsSentTo(run.CallId));
        await run.ToEnd();
        Assert.Equal("{'served':true}", await run.Vars());
    }

    [Fact]
    public async Task PlacedCall_VariablesOfItsRequest_AreInTheScriptsOfItsCallees()
    {
        var page = host.Postbox.Serve("""{"sections":{"main":[{"set":{"who":"${envs.who}"}}]}}""");
        var run = new ScriptScenario(host, $"{{'connect':{{'to':'sip:c@sim;answer=100;talk=500','confirm':'{page.Url}'}}}}");
        await run.Caller.Place(Order(run) with { Envs = """{"who":"bob"}""" });
        await run.ToEnd();

        Assert.Equal("""{"who":"bob"}""", Assert.Single(page.Asked)["envs"]!.ToJsonString());
        Assert.Equal("{'who':'bob'}", await run.Vars(CallIds.Confirm(CallIds.Leg(CallIds.Connect(run.Session, "t1"), 1))));
    }

    [Fact]
    public async Task PlacedCall_SaysFromTheStartWhoOwnsIt()
    {
        var run = new ScriptScenario(host, "{'hangup':{}}");
        await run.Caller.Place(Order(run));
        await run.ToEnd();

        Assert.NotNull(Assert.IsType<CallPlaced>((await run.Timeline())[0].Event).Owner);
    }

    [Fact]
    public async Task IncomingCall_AddressDeletedAndOwnerLostBeforeItsScriptBegan_IsServedAllTheSame()
    {
        var run = new ScriptScenario(host, "{'answer':{}},{'set':{'served':true}}");
        await run.Begin();
        Task<bool>? deleted = null;
        LoseAtFirstCommit(run, () => deleted = host.Grains.GetGrain<IAddressGrain>(AddressKeys.OfResource(Story.Project, "public", run.Session)).Delete(Story.Project));
        host.Plane.CallIn(new IncomingCall { From = "sip:alice@sim", To = run.Address, ProjectId = Story.Project }, legId: run.CallId);
        await run.ToEnd();

        Assert.True(await deleted!);
        Assert.Contains("'served':true", await run.Vars(), StringComparison.Ordinal);
    }

    private void LoseAtFirstCommit(ScriptScenario run, Action? and = null) => run.Committed = (number, _) =>
    {
        if (number != 1)
            return;
        host.Traffic.Deactivate(run.Session);
        and?.Invoke();
        throw new IOException("the store's answer was lost");
    };

    private static PlaceOrder Order(ScriptScenario run)
    {
        var connect = SwmlParser.Parse("""{"to":"sip:b@sim;answer=100","timeout":600}"""u8.ToArray(), "application/json").Node!;
        var leg = ConnectCompiler.Compile(connect, SwmlLimits.Default).Plan!.Groups[0].Legs[0];
        return new PlaceOrder(Story.Project, "+15550100001", leg, new ScriptPlace(run.Document, null), "{}", SendDigits: null, Trace: null);
    }
}
