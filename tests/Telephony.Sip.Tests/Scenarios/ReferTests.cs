using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;
using Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>sip_refer: the caller's phone is asked to call somebody else, and tells what becomes of it.</summary>
[Collection(SipService.Collection)]
public class ReferTests(SipService service)
{
    private const string Elsewhere = "sip:elsewhere@127.0.0.1";

    [Theory]
    [InlineData(200, "success")]
    [InlineData(486, "busy")]
    [InlineData(404, "error")]
    public async Task Caller_WhoIsTransferred_TellsWhatBecomesOfIt(int status, string result)
    {
        await using var caller = new RawPhone(service.Port);
        await using var next = new RawPhone(service.Port);
        var name = await Serve(next);
        var a = await IsAnswered(caller, name);
        var refer = await caller.Hears("REFER");
        Assert.Equal($"<{Elsewhere}>", refer["Refer-To"]);
        a.Answers(refer, 202);
        await Tells(caller, a, "100 Trying", "active;expires=60");
        await Tells(caller, a, $"{status} Told", "terminated;reason=noresource");

        await IsOver(caller, a, next, result);
        Assert.Equal(["inProgress", result], await States(name));
    }

    [Fact]
    public async Task Caller_WhoTakesNoTransfer_GoesOnWithHisScript()
    {
        await using var caller = new RawPhone(service.Port);
        await using var next = new RawPhone(service.Port);
        var name = await Serve(next);
        var a = await IsAnswered(caller, name);
        a.Answers(await caller.Hears("REFER"), 405);

        await IsOver(caller, a, next, "error");
        Assert.Equal(["inProgress", "error"], await States(name));
    }

    [Fact]
    public async Task Call_ReferredByTheApi_IsTransferredBesideItsScript()
    {
        await using var caller = new RawPhone(service.Port);
        var name = await service.ServeScript(_ => """["answer", { "sleep": 60000 }]""");
        var a = await IsAnswered(caller, name);
        var listed = await Eventually.Get(
            "the call is listed", () => service.Api.Get($"/api/v1/calls?address={caller.Port}"), answer => answer.Json["data"]!.AsArray().Count == 1);
        var id = listed.Json["data"]![0]!["id"]!.ToString();
        var ordered = await service.Api.Post("/api/calling/calls", $$$"""
            { "command": "calling.refer", "id": "{{{id}}}", "params": { "control_id": "away", "status_url": "{{{service.HooksUrl($"/{name}")}}}",
              "device": { "type": "sip", "params": { "to": "{{{Elsewhere}}}" } } } }
            """);
        Assert.True(ordered.Status == 200, ordered.ToString());
        var refer = await caller.Hears("REFER");
        Assert.Equal($"<{Elsewhere}>", refer["Refer-To"]);
        a.Answers(refer, 202);
        await Tells(caller, a, "200 OK", "terminated;reason=noresource");
        Assert.Equal(["inProgress", "success"], await States(name));
        a.Asks("BYE");
        await caller.Hears("200 BYE");
    }

    private Task<string> Serve(RawPhone next) => service.ServeScript(hooks => $$"""
        [ { "sip_refer": { "to_uri": "{{Elsewhere}}", "status_url": "{{hooks}}" } },
          { "connect": { "to": "{{next.Uri}}", "headers": [ { "name": "X-Result", "value": "${sip_refer_result}" } ] } }, "hangup" ]
        """);

    private static async Task<RawCall> IsAnswered(RawPhone caller, string name)
    {
        var call = caller.Calls(name);
        call.Acknowledges(await caller.Hears("200 INVITE"));
        return call;
    }

    private static async Task Tells(RawPhone caller, RawCall call, string status, string state)
    {
        call.Asks("NOTIFY", $"SIP/2.0 {status}\r\n", "Event: refer", $"Subscription-State: {state}", "Content-Type: message/sipfrag");
        await caller.Hears("200 NOTIFY");
    }

    /// <summary>The next step of the script knows the result.</summary>
    private static async Task IsOver(RawPhone caller, RawCall call, RawPhone next, string result)
    {
        var dialed = await next.IsCalled();
        Assert.Equal(result, dialed.Request["X-Result"]);
        dialed.Answers(486);
        await next.Hears("ACK");
        call.Answers(await caller.Hears("BYE"), 200);
    }

    /// <summary>What was told of it; the script need not wait for that.</summary>
    private Task<List<string>> States(string name) => Eventually.Get(
        "the transfer's end is told",
        () => Task.FromResult(service.HooksAt($"/{name}").Select(hook => JsonNode.Parse(hook.Body)!)
            .Where(hook => hook.Is("event_type", "calling.call.refer")).Select(hook => hook["params"]!["state"]!.ToString()).ToList()),
        states => states.Count == 2);
}
