using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>connect through the API, the whole engine, and sipp as the phones: what the wire sees, and what the API tells of it.</summary>
[Collection(SipService.Collection)]
public class ConnectTests(SipService service)
{
    private static readonly string[] Answers = ["< INVITE", "> 180", "> 200 sdp", "< ACK", "< BYE", "> 200 last"];
    private static readonly string[] HangsUp = ["< INVITE", "> 180", "> 200 sdp", "< ACK", "wait 300", "> BYE", "< 200"];
    private static readonly string[] LosesTheRace = ["< INVITE", "> 180", "< CANCEL Reason SIP;cause=200", "> 200 last", "> 487", "< ACK"];

    [Fact]
    public async Task To_ThatAnswers_IsHungUpAtMaxDuration()
    {
        using var phone = FarEnd.Plays("< INVITE", "> 180", "> 200 sdp", "< ACK", "< BYE Reason Maximum", "> 200 last");
        var view = await service.Connect($$"""{"to": "{{phone.Uri}}", "max_duration": 1}""");
        await phone.Done();

        Assert.Equal(("disconnected", "max_duration"), (view["state"]!.ToString(), view["ended_by"]!.ToString()));
    }

    [Theory]
    [InlineData(486, "busy")]
    [InlineData(600, "busy")]
    [InlineData(603, "declined")]
    [InlineData(403, "declined")]
    [InlineData(480, "no_answer")]
    [InlineData(404, "error")]
    [InlineData(302, "error")]
    public async Task To_ThatRefuses_FailsWithItsReason(int status, string reason)
    {
        using var phone = FarEnd.Plays("< INVITE", $"> {status}", "< ACK");
        var view = await service.Connect($$"""{"to": "{{phone.Uri}}"}""");
        await phone.Done();

        Assert.Equal(("failed", reason), (view["state"]!.ToString(), view["failed_reason"]!.ToString()));
    }

    [Fact]
    public async Task Serial_HuntsPastABusyOne()
    {
        using var busy = FarEnd.Plays("< INVITE", "> 486", "< ACK");
        using var free = FarEnd.Plays(HangsUp);
        var view = await service.Connect($$"""{"serial": [{"to": "{{busy.Uri}}"}, {"to": "{{free.Uri}}"}]}""");
        await Task.WhenAll(busy.Done(), free.Done());

        Assert.Equal(("disconnected", "callee"), (view["state"]!.ToString(), view["ended_by"]!.ToString()));
    }

    [Fact]
    public async Task Parallel_LoserIsCancelled_AndShowsNoMissedCall()
    {
        using var receiver = new Receiver();
        using var winner = FarEnd.Plays("< INVITE", "> 180", "wait 300", "> 200 sdp", "< ACK", "wait 300", "> BYE", "< 200");
        using var loser = FarEnd.Plays(LosesTheRace);
        await service.Connect($$"""
            {"parallel": [{"to": "{{winner.Uri}}"}, {"to": "{{loser.Uri}}"}], "call_state_url": "http://127.0.0.1:{{receiver.Port}}/"}
            """);
        await Task.WhenAll(winner.Done(), loser.Done());
        await Eventually.True("both legs' webhooks came", () => Task.FromResult(receiver.All.Count == 2));

        Assert.Equal(["cancel", "hangup"], receiver.All.Select(hook => System.Text.Json.Nodes.JsonNode.Parse(hook.Body)!["params"]!["end_reason"]!.ToString()).Order());
    }

    [Fact]
    public async Task SerialParallel_GoesToTheNextGroup()
    {
        using var busy = FarEnd.Plays("< INVITE", "> 486", "< ACK");
        using var declines = FarEnd.Plays("< INVITE", "> 180", "> 603", "< ACK");
        using var answers = FarEnd.Plays(HangsUp);
        var view = await service.Connect($$"""{"serial_parallel": [[{"to": "{{busy.Uri}}"}, {"to": "{{declines.Uri}}"}], [{"to": "{{answers.Uri}}"}]]}""");
        await Task.WhenAll(busy.Done(), declines.Done(), answers.Done());

        Assert.Equal("disconnected", view["state"]!.ToString());
    }

    [Fact]
    public async Task To_ThatRingsForEver_IsCancelledAtItsTimeout()
    {
        using var phone = FarEnd.Plays("< INVITE", "> 180", "< CANCEL Reason Q.850;cause=19", "> 200 last", "> 487", "< ACK");
        var view = await service.Connect($$"""{"to": "{{phone.Uri}}", "timeout": 1}""");
        await phone.Done();

        Assert.Equal("no_answer", view["failed_reason"]!.ToString());
    }

    [Fact]
    public async Task Answer_ThatCrossesTheCancel_IsAcknowledgedAndHungUp()
    {
        using var phone = FarEnd.Plays("< INVITE", "> 180", "< CANCEL", "> 200 last", "> 200 sdp", "< ACK", "< BYE", "> 200 last");
        var view = await service.Connect($$"""{"to": "{{phone.Uri}}", "timeout": 1}""");
        await phone.Done();

        Assert.Equal(("failed", "no_answer"), (view["state"]!.ToString(), view["failed_reason"]!.ToString()));
    }

    [Theory]
    [InlineData(401, "Authorization")]
    [InlineData(407, "Proxy-Authorization")]
    public async Task To_ThatWantsCredentials_GetsThem(int status, string header)
    {
        using var phone = FarEnd.Plays(
            "< INVITE", $"> {status} challenge", "< ACK", $"< INVITE {header} username=.bob.", "> 200 sdp", "< ACK", "wait 100", "> BYE", "< 200");
        var view = await service.Connect($$"""{"serial": [{"to": "{{phone.Uri}}", "username": "bob", "password": "secret"}]}""");
        await phone.Done();

        Assert.Equal("disconnected", view["state"]!.ToString());
    }

    [Fact]
    public async Task Phone_ThatOffersAnew_IsAnswered()
    {
        using var phone = FarEnd.Plays(
            "< INVITE", "> 200 sdp", "< ACK", "wait 200", "> INVITE", "< 200", "> ACK", "wait 100", "> BYE", "< 200");
        var view = await service.Connect($$"""{"to": "{{phone.Uri}}"}""");
        await phone.Done();

        Assert.Equal("callee", view["ended_by"]!.ToString());
    }

    [Fact]
    public async Task Number_WhoseTrunkCannot_GoesByTheNext()
    {
        using var first = FarEnd.PlaysAt(service.FirstTrunk, "< INVITE", "> 503", "< ACK");
        using var second = FarEnd.PlaysAt(service.SecondTrunk, HangsUp);
        var view = await service.Connect("""{"to": "+4930123456"}""");
        await Task.WhenAll(first.Done(), second.Done());

        Assert.Equal("disconnected", view["state"]!.ToString());
    }

    [Fact]
    public async Task Invite_CarriesTheDocumentsHeaders()
    {
        using var phone = FarEnd.Plays(["< INVITE X-Case seven", .. Answers[1..]]);
        var view = await service.Connect($$"""{"to": "{{phone.Uri}}", "headers": [{"name": "X-Case", "value": "seven"}], "max_duration": 1}""");
        await phone.Done();

        Assert.Equal("disconnected", view["state"]!.ToString());
    }
}
