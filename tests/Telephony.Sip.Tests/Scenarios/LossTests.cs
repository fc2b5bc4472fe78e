using Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>Messages that are lost, or come twice, on either side.</summary>
[Collection(SipService.Collection)]
public class LossTests(SipService service)
{
    private const string Served = "connecting connected disconnected | B1 created ringing answered ended:hangup";

    [Fact]
    public async Task Phone_ThatMissesWhatWeSay_HearsItAgain()
    {
        await using var phone = new RawPhone(service.Port);
        var running = await service.Begin($$"""{"to": "{{phone.Uri}}", "max_duration": 1}""");
        var call = await phone.IsCalled();
        await phone.HearsAgain(call.Request);
        call.Answers(180);
        var answer = call.Answers(200, RawPhone.Sdp);
        var ack = await phone.Hears("ACK");
        call.Repeats(answer);
        await phone.HearsAgain(ack);
        await phone.IsHungUp(call);

        Assert.Equal(Served, (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Phone_ThatRepeatsItself_IsToldOfOnce()
    {
        await using var phone = new RawPhone(service.Port);
        var running = await service.Begin($$"""{"to": "{{phone.Uri}}"}""");
        var call = await phone.IsCalled();
        for (var i = 0; i < 3; i++) call.Answers(180);
        call.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        await running.Is("connected");
        var bye = call.Asks("BYE");
        var confirmed = await phone.Hears("200 BYE");
        call.Repeats(bye);
        await phone.HearsAgain(confirmed);

        Assert.Equal(Served, (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Caller_WhoRepeatsHisInvite_IsOneCaller()
    {
        await using var caller = new RawPhone(service.Port);
        await using var phone = new RawPhone(service.Port);
        var name = await service.Serve($$"""{"to": "{{phone.Uri}}", "answer_on_bridge": true}""");
        var a = caller.Calls(name);
        var b = await phone.IsCalled();
        b.Answers(180);
        var ringing = await caller.Hears("180 INVITE");
        a.Repeats(a.Request.Text);
        await caller.HearsAgain(ringing);
        b.Answers(603);
        await phone.Hears("ACK");
        var refusal = await caller.Hears("480 INVITE");
        // His ACK is lost: he is told again.
        await caller.HearsAgain(refusal);
        a.TakesRefusal(refusal);

        Assert.Equal("connecting failed:declined | B1 created ringing ended:declined", (await (await service.ConnectOf(name, phone)).Over()).Webhooks);
    }

    [Fact]
    public async Task Caller_WhoseAckIsLost_IsAnsweredAgain()
    {
        await using var caller = new RawPhone(service.Port);
        await using var phone = new RawPhone(service.Port);
        var name = await service.Serve($$"""{"to": "{{phone.Uri}}", "answer_on_bridge": true}""");
        var a = caller.Calls(name);
        var b = await phone.IsCalled();
        b.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        var answer = await caller.Hears("200 INVITE");
        await caller.HearsAgain(answer);
        a.Acknowledges(answer);
        var running = await service.ConnectOf(name, phone);
        await running.Is("connected");
        a.Asks("BYE");
        await caller.Hears("200 BYE");
        b.Answers(await phone.Hears("BYE"), 200);

        Assert.Equal("connecting connected disconnected | B1 created answered ended:hangup", (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Trunk_ThatSaysNothing_LeavesTheCallToTheNext()
    {
        await using var silent = new RawPhone(service.Port, service.FirstTrunk);
        await using var second = new RawPhone(service.Port, service.SecondTrunk);
        var running = await service.Begin("""{"to": "+4930654321"}""");
        await silent.IsCalled();
        var call = await second.IsCalled();
        call.Answers(486);
        await second.Hears("ACK");

        Assert.Equal("connecting failed:busy | B1 created ended:busy", (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Phone_ThatSaysNothing_IsNotAnsweredAtItsTimeout()
    {
        await using var silent = new RawPhone(service.Port);
        await using var next = new RawPhone(service.Port);
        var running = await service.Begin($$"""{"serial": [{"to": "{{silent.Uri}}", "timeout": 1}, {"to": "{{next.Uri}}"}]}""");
        var call = await silent.IsCalled();
        var other = await next.IsCalled();
        other.Answers(480);
        await next.Hears("ACK");
        // So that the test need not wait 32 s for nothing.
        call.Answers(408);
        await silent.Hears("ACK");

        Assert.Equal("connecting failed:no_answer | B1 created ended:no_answer | B2 created ended:no_answer", (await running.Over()).Webhooks);
    }
}
