using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;
using Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>A real caller reaches the script of the address he calls, and through it a real phone.</summary>
[Collection(SipService.Collection)]
public class CallInTests(SipService service)
{
    [Fact]
    public async Task Caller_IsAnsweredWithHisCallee_AndHungUpWithHim()
    {
        using var phone = FarEnd.Plays("< INVITE", "> 180", "wait 300", "> 200 sdp", "< ACK", "wait 500", "> BYE", "< 200");
        await Serve("answered", $$"""{ "to": "{{phone.Uri}}", "answer_on_bridge": true }""");
        using var caller = Caller.IsHungUp(service.Port, "answered");

        await Task.WhenAll(phone.Done(), caller.Done());

        Assert.Equal("disconnected", (await Ended(phone))["state"]!.ToString());
    }

    [Fact]
    public async Task Caller_WhoGivesUp_HasHisCalleeCancelled()
    {
        using var phone = FarEnd.Plays("< INVITE", "> 180", "< CANCEL Reason cause=16", "> 200 last", "> 487", "< ACK");
        await Serve("given-up", $$"""{ "to": "{{phone.Uri}}", "answer_on_bridge": true }""");
        using var caller = Caller.GivesUp(service.Port, "given-up");

        await Task.WhenAll(phone.Done(), caller.Done());

        var ended = await Ended(phone);
        Assert.Equal(("failed", "cancel"), (ended["state"]!.ToString(), ended["reason"]!.ToString()));
    }

    [Fact]
    public async Task Caller_WithoutAnOffer_AnswersOursInHisAck_AndHisCalleeIsTold()
    {
        await using var caller = new RawPhone(service.Port);
        await using var phone = new RawPhone(service.Port);
        var name = await service.Serve($$"""{"to": "{{phone.Uri}}", "answer_on_bridge": true}""");
        var a = caller.Calls(name, body: "");
        var b = await phone.IsCalled();
        b.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        var offer = await caller.Hears("200 INVITE");
        Assert.Contains("m=audio 4000", offer.Body, StringComparison.Ordinal);
        a.Acknowledges(offer, RawPhone.Sdp.Replace("4000", "4002", StringComparison.Ordinal));
        var told = await phone.Hears("INVITE");
        Assert.Contains("m=audio 4002", told.Body, StringComparison.Ordinal);
        b.Answers(told, 200, RawPhone.Sdp);
        await phone.Hears("ACK");
        var running = await service.ConnectOf(name, phone);
        await running.Is("connected");
        a.Asks("BYE");
        await caller.Hears("200 BYE");
        b.Answers(await phone.Hears("BYE"), 200);

        Assert.Equal("connecting connected disconnected | B1 created answered ended:hangup", (await running.Over()).Webhooks);
    }

    private async Task Serve(string name, string connect)
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/addresses/public/{name}")
        {
            Content = new StringContent($$"""{ "swml": { "sections": { "main": [ { "connect": {{connect}} }, "hangup" ] } } }""", Encoding.UTF8, "application/json"),
        };
        Assert.Equal(201, (await service.Api.Send(put)).Status);
    }

    /// <summary>The row of the connect to that phone.</summary>
    private Task<JsonNode> Ended(FarEnd phone) => Eventually.Get(
        "the connect's end",
        async () => (await service.Api.Get($"/api/v1/connects?address={phone.Port}")).Json["data"]!.AsArray().Single()!,
        row => row["ended_at"] is not null,
        TimeSpan.FromMinutes(1));
}
