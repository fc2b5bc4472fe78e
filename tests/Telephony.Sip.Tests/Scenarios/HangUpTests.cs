using Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>The caller hangs up, at every stage of his connect.</summary>
[Collection(SipService.Collection)]
public class HangUpTests(SipService service)
{
    private const string GivenUp = "connecting failed:cancel";

    [Fact]
    public async Task Caller_WhoHangsUpWhileNobodyHasSaidAnything_IsHeardOfOnceSomebodyDoes()
    {
        await using var caller = new RawPhone(service.Port);
        await using var phone = new RawPhone(service.Port);
        var (name, a) = await Calls(caller, phone, """ "answer_on_bridge": true """);
        var b = await phone.IsCalled();
        await GivesUp(caller, a);
        var running = await service.ConnectOf(name, phone);
        await running.Is("failed");
        b.Answers(180);
        await IsCancelled(phone, b);

        Assert.Equal($"{GivenUp} | B1 created ended:cancel", (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Caller_WhoHangsUpWhileItRings_HasItCancelled()
    {
        await using var caller = new RawPhone(service.Port);
        await using var phone = new RawPhone(service.Port);
        var (name, a) = await Calls(caller, phone, """ "answer_on_bridge": true """);
        var b = await phone.IsCalled();
        b.Answers(180);
        await caller.Hears("180 INVITE");
        await GivesUp(caller, a);
        await IsCancelled(phone, b);

        Assert.Equal($"{GivenUp} | B1 created ringing ended:cancel", (await Story(name, phone)).Webhooks);
    }

    [Fact]
    public async Task Caller_AnsweredAtOnce_WhoHangsUpWhileItRings_HasItCancelled()
    {
        await using var caller = new RawPhone(service.Port);
        await using var phone = new RawPhone(service.Port);
        var (name, a) = await Calls(caller, phone, """ "timeout": 30 """);
        a.Acknowledges(await caller.Hears("200 INVITE"));
        var b = await phone.IsCalled();
        b.Answers(180);
        a.Asks("BYE");
        await caller.Hears("200 BYE");
        await IsCancelled(phone, b);

        Assert.StartsWith($"{GivenUp} | B1 created", (await Story(name, phone)).Webhooks, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caller_WhoHangsUpWhileHisCalleeConfirms_HasItHungUp()
    {
        await using var caller = new RawPhone(service.Port);
        await using var phone = new RawPhone(service.Port);
        using var slow = new SlowServer();
        var (name, a) = await Calls(caller, phone, $""" "answer_on_bridge": true, "confirm": "{slow.Url}" """);
        var b = await phone.IsCalled();
        b.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        await slow.IsAsked();
        await GivesUp(caller, a);
        b.Answers(await phone.Hears("BYE"), 200);

        Assert.Equal($"{GivenUp} | B1 created answered ended:cancel", (await Story(name, phone)).Webhooks);
    }

    [Fact]
    public async Task Callee_WhoHangsUpWhileHeConfirms_LeavesTheCallToTheNext()
    {
        await using var phone = new RawPhone(service.Port);
        await using var next = new RawPhone(service.Port);
        using var slow = new SlowServer();
        var running = await service.Begin($$"""{"serial": [{"to": "{{phone.Uri}}", "confirm": "{{slow.Url}}"}, {"to": "{{next.Uri}}"}]}""");
        var b = await phone.IsCalled();
        b.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        await slow.IsAsked();
        b.Asks("BYE");
        await phone.Hears("200 BYE");
        var other = await next.IsCalled();
        other.Answers(486);
        await next.Hears("ACK");

        Assert.Equal("connecting failed:busy | B1 created answered ended:hangup | B2 created ended:busy", (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Callee_WhoNeverConfirms_IsHungUp()
    {
        await using var phone = new RawPhone(service.Port);
        using var slow = new SlowServer();
        var running = await service.Begin($$"""{"to": "{{phone.Uri}}", "confirm": "{{slow.Url}}", "confirm_timeout": 1}""");
        var b = await phone.IsCalled();
        b.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        b.Answers(await phone.Hears("BYE"), 200);

        Assert.Equal("connecting failed:no_answer | B1 created answered ended:hangup", (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Caller_WhoHangsUpWithinTheBridge_EndsIt_AndTheByesMayCross()
    {
        await using var caller = new RawPhone(service.Port);
        await using var phone = new RawPhone(service.Port);
        var (name, a) = await Calls(caller, phone, """ "answer_on_bridge": true """);
        var b = await phone.IsCalled();
        b.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        a.Acknowledges(await caller.Hears("200 INVITE"));
        await (await service.ConnectOf(name, phone)).Is("connected");
        a.Asks("BYE");
        await caller.Hears("200 BYE");
        // The callee hangs up at the same moment.
        var bye = await phone.Hears("BYE");
        b.Asks("BYE");
        await phone.Hears("200 BYE");
        b.Answers(bye, 200);

        var story = await Story(name, phone);
        Assert.Equal("connecting connected disconnected | B1 created answered ended:hangup", story.Webhooks);
        Assert.Equal("caller", story.View["ended_by"]!.ToString());
    }

    [Fact]
    public async Task Both_AreHungUpAtMaxDuration()
    {
        await using var caller = new RawPhone(service.Port);
        await using var phone = new RawPhone(service.Port);
        var (name, a) = await Calls(caller, phone, """ "answer_on_bridge": true, "max_duration": 1 """);
        var b = await phone.IsCalled();
        b.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        a.Acknowledges(await caller.Hears("200 INVITE"));
        await Task.WhenAll(caller.IsHungUp(a), phone.IsHungUp(b));

        var story = await Story(name, phone);
        Assert.Equal("connecting connected disconnected | B1 created answered ended:hangup", story.Webhooks);
        Assert.Equal("max_duration", story.View["ended_by"]!.ToString());
    }

    private async Task<(string Name, RawCall Call)> Calls(RawPhone caller, RawPhone phone, string properties)
    {
        var name = await service.Serve($$"""{"to": "{{phone.Uri}}", {{properties}} }""");
        return (name, caller.Calls(name));
    }

    private async Task<Story> Story(string name, RawPhone phone) => await (await service.ConnectOf(name, phone)).Over();

    private static async Task GivesUp(RawPhone caller, RawCall call)
    {
        call.Cancels();
        await caller.Hears("200 CANCEL");
        call.TakesRefusal(await caller.Hears("487 INVITE"));
    }

    private static async Task IsCancelled(RawPhone phone, RawCall call)
    {
        var cancel = await phone.Hears("CANCEL");
        Assert.Equal("Q.850;cause=16;text=\"Caller hung up\"", cancel["Reason"]);
        call.Answers(cancel, 200);
        call.Answers(487);
        await phone.Hears("ACK");
    }
}
