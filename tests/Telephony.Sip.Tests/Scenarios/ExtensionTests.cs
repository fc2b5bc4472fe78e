using Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>What may happen within a call: PRACK, UPDATE, hold, session timers, REFER, codes nobody expects.</summary>
[Collection(SipService.Collection)]
public class ExtensionTests(SipService service)
{
    private const string Served = "connecting connected disconnected";
    private const string Hold = "a=sendonly\r\n";

    [Fact]
    public async Task Phone_ThatRingsReliably_HearsAPrack()
    {
        await using var phone = new RawPhone(service.Port);
        var running = await service.Begin($$"""{"to": "{{phone.Uri}}"}""");
        var call = await phone.IsCalled();
        Assert.Contains("100rel", call.Request["Supported"], StringComparison.Ordinal);
        var ringing = call.Answers(183, RawPhone.Sdp, "Require: 100rel", "RSeq: 71");
        var prack = await phone.Hears("PRACK");
        Assert.Equal($"71 {call.Request["CSeq"]}", prack["RAck"]);
        call.Repeats(ringing);
        call.Answers(prack, 200);
        call.Answers(200);
        await phone.Hears("ACK");
        await running.Is("connected");
        call.Asks("BYE");
        await phone.Hears("200 BYE");

        var story = await running.Over();
        Assert.Equal($"{Served} | B1 created answered ended:hangup", story.Webhooks);
        Assert.Contains("B1 Audio from the far end before the answer.", story.Timeline);
    }

    [Fact]
    public async Task Caller_WhoRequiresReliability_IsRungReliably()
    {
        await using var caller = new RawPhone(service.Port);
        await using var phone = new RawPhone(service.Port);
        var name = await service.Serve($$"""{"to": "{{phone.Uri}}", "answer_on_bridge": true}""");
        var a = caller.Calls(name, RawPhone.Sdp, "Require: 100rel");
        var b = await phone.IsCalled();
        b.Answers(180);
        var ringing = await caller.Hears("180 INVITE");
        await caller.HearsAgain(ringing);
        b.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        // The answer waits for the PRACK of what it rests on.
        a.Takes(ringing);
        a.Asks("PRACK", "", $"RAck: {ringing["RSeq"]} 1 INVITE");
        await caller.Hears("200 PRACK");
        a.Acknowledges(await caller.Hears("200 INVITE"));
        var running = await service.ConnectOf(name, phone);
        await running.Is("connected");
        b.Asks("BYE");
        await phone.Hears("200 BYE");
        a.Answers(await caller.Hears("BYE"), 200);

        Assert.Equal($"{Served} | B1 created ringing answered ended:hangup", (await running.Over()).Webhooks);
    }

    [Theory]
    [InlineData("INVITE")]
    [InlineData("UPDATE")]
    public async Task Phone_ThatHolds_HasTheOtherEndTold(string method)
    {
        await using var caller = new RawPhone(service.Port);
        await using var phone = new RawPhone(service.Port);
        var (running, a, b) = await Bridged(caller, phone);
        b.Asks(method, RawPhone.Sdp + Hold);
        var told = await caller.Hears("INVITE");
        Assert.Contains("a=sendonly", told.Body, StringComparison.Ordinal);
        a.Answers(told, 200, RawPhone.Sdp + "a=recvonly\r\n");
        await caller.Hears("ACK");
        var held = await phone.Hears($"200 {method}");
        Assert.Contains("a=recvonly", held.Body, StringComparison.Ordinal);
        if (method == "INVITE") b.Acknowledges(held);

        b.Asks("BYE");
        await phone.Hears("200 BYE");
        a.Answers(await caller.Hears("BYE"), 200);
        Assert.Equal($"{Served} | B1 created answered ended:hangup", (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Phone_ThatUpdatesWhileItRings_IsAnswered()
    {
        await using var phone = new RawPhone(service.Port);
        var running = await service.Begin($$"""{"to": "{{phone.Uri}}"}""");
        var call = await phone.IsCalled();
        call.Answers(183, RawPhone.Sdp, "Require: 100rel", "RSeq: 1");
        call.Answers(await phone.Hears("PRACK"), 200);
        call.Asks("UPDATE", RawPhone.Sdp);
        Assert.StartsWith("v=0", (await phone.Hears("200 UPDATE")).Body, StringComparison.Ordinal);
        call.Answers(486);
        await phone.Hears("ACK");

        Assert.Equal("connecting failed:busy | B1 created ended:busy", (await running.Over()).Webhooks);
    }

    [Theory]
    [InlineData("Allow: INVITE, ACK, BYE, CANCEL, UPDATE", "UPDATE")]
    [InlineData("Allow: INVITE, ACK, BYE, CANCEL", "INVITE")]
    public async Task Session_ThatWeRefresh_IsRefreshedAtItsHalf(string allow, string method)
    {
        await using var phone = new RawPhone(service.Port);
        var running = await service.Begin($$"""{"to": "{{phone.Uri}}"}""");
        var call = await phone.IsCalled();
        call.Answers(200, RawPhone.Sdp, allow, "Require: timer", "Session-Expires: 8;refresher=uac");
        await phone.Hears("ACK");
        var refresh = await phone.Hears(method);
        Assert.StartsWith("8", refresh["Session-Expires"], StringComparison.Ordinal);
        call.Answers(refresh, 200, method == "INVITE" ? RawPhone.Sdp : "", allow, "Require: timer", "Session-Expires: 8;refresher=uac");
        if (method == "INVITE") await phone.Hears("ACK");
        // Refused: the session is over.
        var second = await phone.Hears(method);
        call.Answers(second, 481);
        if (method == "INVITE") await phone.Hears("ACK");
        call.Answers(await phone.Hears("BYE"), 481);

        Assert.Equal($"{Served} | B1 created answered ended:error", (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Session_ThatNobodyRefreshes_IsHungUp()
    {
        await using var phone = new RawPhone(service.Port);
        var running = await service.Begin($$"""{"to": "{{phone.Uri}}"}""");
        var call = await phone.IsCalled();
        call.Answers(200, RawPhone.Sdp, "Require: timer", "Session-Expires: 3;refresher=uas");
        await phone.Hears("ACK");
        call.Answers(await phone.Hears("BYE"), 200);

        Assert.Equal($"{Served} | B1 created answered ended:error", (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task SessionInterval_TooShortForThePhone_IsAskedAgain()
    {
        await using var phone = new RawPhone(service.Port);
        var running = await service.Begin($$"""{"to": "{{phone.Uri}}", "session_timeout": 100}""");
        var call = await phone.IsCalled();
        Assert.Equal("100", call.Request["Session-Expires"]);
        call.Answers(422, "", "Min-SE: 400");
        await phone.Hears("ACK");
        call = await phone.IsCalled();
        Assert.Equal("400", call.Request["Session-Expires"]);
        call.Answers(603);
        await phone.Hears("ACK");

        Assert.Equal("connecting failed:declined | B1 created ended:declined", (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Phone_ThatTransfersItsCall_IsRefused_AndTheCallGoesOn()
    {
        await using var caller = new RawPhone(service.Port);
        await using var phone = new RawPhone(service.Port);
        var (running, a, b) = await Bridged(caller, phone);
        b.Asks("REFER", "", "Refer-To: <sip:elsewhere@127.0.0.1>");
        await phone.Hears("603 REFER");
        await running.Is("connected");
        a.Asks("BYE");
        await caller.Hears("200 BYE");
        b.Answers(await phone.Hears("BYE"), 200);

        Assert.Equal($"{Served} | B1 created answered ended:hangup", (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Redirection_IsNotFollowed()
    {
        await using var phone = new RawPhone(service.Port);
        await using var elsewhere = new RawPhone(service.Port);
        var running = await service.Begin($$"""{"to": "{{phone.Uri}}"}""");
        var call = await phone.IsCalled();
        call.Answers(302, "", $"Contact: <{elsewhere.Uri}>");
        await phone.Hears("ACK");

        Assert.Equal("connecting failed:error | B1 created ended:error", (await running.Over()).Webhooks);
    }

    private async Task<(Running Running, RawCall A, RawCall B)> Bridged(RawPhone caller, RawPhone phone)
    {
        var name = await service.Serve($$"""{"to": "{{phone.Uri}}", "answer_on_bridge": true}""");
        var a = caller.Calls(name);
        var b = await phone.IsCalled();
        b.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        a.Acknowledges(await caller.Hears("200 INVITE"));
        var running = await service.ConnectOf(name, phone);
        await running.Is("connected");
        return (running, a, b);
    }
}
