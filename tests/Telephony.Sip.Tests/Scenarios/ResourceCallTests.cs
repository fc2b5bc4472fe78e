using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>A real caller, without a media engine: his script connects him to a Resource, whose script connects to a real phone. What both connects are told of.</summary>
[Collection(SipService.Collection)]
public class ResourceCallTests(SipService service)
{
    private const string Served = "connecting connected disconnected | B1 created ringing answered ended:hangup";

    [Fact]
    public async Task Caller_IsAnsweredWithWhomTheResourceConnects_AndHungUpWithHim()
    {
        using var phone = FarEnd.Plays("< INVITE", "> 180", "wait 300", "> 200 sdp", "< ACK", "wait 500", "> BYE", "< 200");
        var menu = await service.Serve($$"""{"to": "{{phone.Uri}}", "answer_on_bridge": true}""");
        var door = await service.Serve($$"""{"to": "/public/{{menu}}", "answer_on_bridge": true}""");
        using var caller = Caller.IsHungUp(service.Port, door);

        await Task.WhenAll(phone.Done(), caller.Done());

        Assert.Equal(Served, (await Over(menu, $"{phone.Port}")).Webhooks);
        var outer = await Over(door, $"/public/{menu}");
        Assert.Equal((Served, "callee"), (outer.Webhooks, outer.View["ended_by"]!.ToString()));
    }

    [Fact]
    public async Task Caller_WhoGivesUp_HasWhomTheResourceDialsCancelled()
    {
        using var phone = FarEnd.Plays("< INVITE", "> 180", "< CANCEL Reason cause=16", "> 200 last", "> 487", "< ACK");
        var menu = await service.Serve($$"""{"to": "{{phone.Uri}}", "answer_on_bridge": true}""");
        var door = await service.Serve($$"""{"to": "/public/{{menu}}", "answer_on_bridge": true}""");
        using var caller = Caller.GivesUp(service.Port, door);

        await Task.WhenAll(phone.Done(), caller.Done());

        const string GivenUp = "connecting failed:cancel | B1 created ringing ended:cancel";
        Assert.Equal(GivenUp, (await Over(menu, $"{phone.Port}")).Webhooks);
        Assert.Equal(GivenUp, (await Over(door, $"/public/{menu}")).Webhooks);
    }

    [Theory]
    [InlineData("""{ "hangup": { "reason": "busy" } }""", "busy", 486)]
    [InlineData("""{ "hangup": { "reason": "decline" } }""", "declined", 603)]
    [InlineData("\"hangup\"", "no_answer", 480)]
    public async Task Resource_ThatHangsUp_RefusesTheLeg(string step, string reason, int status)
    {
        var menu = await service.ServeScript(_ => $"[{step}]");
        var story = await service.Connect($$"""{"to": "/public/{{menu}}"}""");

        Assert.Equal($"connecting failed:{reason} | B1 created ringing ended:{reason}", story.Webhooks);
        Assert.Contains($"B1 Ended: {reason} ({status}).", story.Timeline);
    }

    private async Task<Story> Over(string name, string to)
    {
        var row = await Eventually.Get(
            $"a connect to {to}", async () => (await service.Api.Get($"/api/v1/connects?address={Uri.EscapeDataString(to)}")).Json["data"]!.AsArray().SingleOrDefault(row => $"{row!["to"]}".Contains(to, StringComparison.Ordinal)), row => row is not null);
        return await new Running(service.Api, row!["id"]!.ToString(), () => service.HooksAt($"/{name}")).Over();
    }
}
