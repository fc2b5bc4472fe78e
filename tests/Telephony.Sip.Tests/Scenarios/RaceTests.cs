using Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>Two things at once.</summary>
[Collection(SipService.Collection)]
public class RaceTests(SipService service)
{
    [Fact]
    public async Task Phones_ThatAnswerAtOnce_HaveOneWinner()
    {
        await using var first = new RawPhone(service.Port);
        await using var second = new RawPhone(service.Port);
        var running = await service.Begin($$"""{"parallel": [{"to": "{{first.Uri}}"}, {"to": "{{second.Uri}}"}], "max_duration": 1}""");
        RawCall[] calls = [await first.IsCalled(), await second.IsCalled()];
        foreach (var call in calls) call.Answers(200, RawPhone.Sdp);
        await Task.WhenAll(HearsItsEnd(first, calls[0]), HearsItsEnd(second, calls[1]));

        var story = await running.Over();
        var winner = story.View["legs"]!.AsArray().Single(leg => leg!["won"]!.GetValue<bool>())!["leg"]!.GetValue<int>();
        Assert.StartsWith("connecting connected disconnected", story.Webhooks, StringComparison.Ordinal);
        Assert.Contains($"B{winner} created answered ended:hangup", story.Webhooks, StringComparison.Ordinal);
        Assert.Matches($"B{3 - winner} created (answered )?ended:cancel", story.Webhooks);
    }

    [Fact]
    public async Task Forks_OfAProxy_RingAsOneLeg_AndTheFirstToAnswerIsIt()
    {
        await using var proxy = new RawPhone(service.Port);
        var running = await service.Begin($$"""{"to": "{{proxy.Uri}}"}""");
        var desk = await proxy.IsCalled("desk");
        var mobile = desk.Fork("mobile");
        desk.Answers(180);
        mobile.Answers(180);
        mobile.Answers(200, RawPhone.Sdp);
        Assert.EndsWith("tag=mobile", (await proxy.Hears("ACK"))["To"], StringComparison.Ordinal);
        await running.Is("connected");

        // The other one's answer was on its way: acknowledged within its own dialog, and hung up.
        desk.Answers(200, RawPhone.Sdp);
        Assert.EndsWith("tag=desk", (await proxy.Hears("ACK"))["To"], StringComparison.Ordinal);
        var bye = await proxy.Hears("BYE");
        Assert.EndsWith("tag=desk", bye["To"], StringComparison.Ordinal);
        desk.Answers(bye, 200);

        mobile.Asks("BYE");
        await proxy.Hears("200 BYE");
        Assert.Equal("connecting connected disconnected | B1 created ringing answered ended:hangup", (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Offers_ThatCross_AreBothRefused_AndOursComesAgain()
    {
        await using var caller = new RawPhone(service.Port);
        await using var phone = new RawPhone(service.Port);
        var name = await service.Serve($$"""{"to": "{{phone.Uri}}", "max_duration": 6}""");
        var a = caller.Calls(name);
        a.Acknowledges(await caller.Hears("200 INVITE"));
        var b = await phone.IsCalled();
        b.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");

        // The caller is told of his callee, and holds at the same moment.
        var ours = await caller.Hears("INVITE");
        a.Invite(RawPhone.Sdp + "a=sendonly\r\n");
        a.TakesRefusal(await caller.Hears("491 INVITE"));
        a.Answers(ours, 491);
        await caller.Hears("ACK");
        var again = await caller.Hears("INVITE");
        a.Answers(again, 200, RawPhone.Sdp);
        await caller.Hears("ACK");
        var running = await service.ConnectOf(name, phone);
        await running.Is("connected");

        a.Asks("BYE");
        await caller.Hears("200 BYE");
        b.Answers(await phone.Hears("BYE"), 200);
        Assert.Equal("connecting connected disconnected | B1 created answered ended:hangup", (await running.Over()).Webhooks);
    }

    private static async Task HearsItsEnd(RawPhone phone, RawCall call)
    {
        await phone.Hears("ACK");
        await phone.IsHungUp(call);
    }
}
