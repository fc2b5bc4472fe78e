namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>connect through the API, the whole engine, and sipp as the phones: what the wire sees, and what webhooks and the timeline tell of it.</summary>
[Collection(SipService.Collection)]
public class ConnectTests(SipService service)
{
    private const string Served = "connecting connected disconnected";
    private static readonly string[] HangsUp = ["< INVITE", "> 180", "> 200 sdp", "< ACK", "wait 300", "> BYE", "< 200"];
    private static readonly string[] LosesTheRace = ["< INVITE", "> 180", "< CANCEL Reason SIP;cause=200", "> 200 last", "> 487", "< ACK"];

    [Fact]
    public async Task To_ThatAnswers_IsConnected()
    {
        using var phone = FarEnd.Plays(HangsUp);
        var story = await service.Connect($$"""{"to": "{{phone.Uri}}"}""");
        await phone.Done();

        Assert.Equal($"{Served} | B1 created ringing answered ended:hangup", story.Webhooks);
        Assert.Equal("callee", story.View["ended_by"]!.ToString());
        Assert.Contains("The caller and B1 are connected.", story.Timeline);
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
        var story = await service.Connect($$"""{"to": "{{phone.Uri}}"}""");
        await phone.Done();

        Assert.Equal($"connecting failed:{reason} | B1 created ended:{reason}", story.Webhooks);
        Assert.Contains($"B1 Ended: {reason} ({status}", story.Timeline.Single(line => line.StartsWith("B1 Ended", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Serial_HuntsPastABusyOne()
    {
        using var busy = FarEnd.Plays("< INVITE", "> 486", "< ACK");
        using var free = FarEnd.Plays(HangsUp);
        var story = await service.Connect($$"""{"serial": [{"to": "{{busy.Uri}}"}, {"to": "{{free.Uri}}"}]}""");
        await Task.WhenAll(busy.Done(), free.Done());

        Assert.Equal($"{Served} | B1 created ended:busy | B2 created ringing answered ended:hangup", story.Webhooks);
        Assert.Contains("Group 2 of 2: dialing 1 leg.", story.Timeline);
    }

    [Fact]
    public async Task Parallel_LoserIsCancelled_AndShowsNoMissedCall()
    {
        using var winner = FarEnd.Plays("< INVITE", "> 180", "wait 300", "> 200 sdp", "< ACK", "wait 300", "> BYE", "< 200");
        using var loser = FarEnd.Plays(LosesTheRace);
        var story = await service.Connect($$"""{"parallel": [{"to": "{{winner.Uri}}"}, {"to": "{{loser.Uri}}"}]}""");
        await Task.WhenAll(winner.Done(), loser.Done());

        Assert.Equal($"{Served} | B1 created ringing answered ended:hangup | B2 created ringing ended:cancel", story.Webhooks);
        Assert.Contains("B2 Gone from the wire: our CANCEL was confirmed.", story.Timeline);
    }

    [Fact]
    public async Task SerialParallel_GoesToTheNextGroup()
    {
        using var busy = FarEnd.Plays("< INVITE", "> 486", "< ACK");
        using var declines = FarEnd.Plays("< INVITE", "> 180", "> 603", "< ACK");
        using var answers = FarEnd.Plays(HangsUp);
        var story = await service.Connect($$"""{"serial_parallel": [[{"to": "{{busy.Uri}}"}, {"to": "{{declines.Uri}}"}], [{"to": "{{answers.Uri}}"}]]}""");
        await Task.WhenAll(busy.Done(), declines.Done(), answers.Done());

        Assert.Equal(
            $"{Served} | B1 created ended:busy | B2 created ringing ended:declined | B3 created ringing answered ended:hangup", story.Webhooks);
        Assert.Contains("Group 1 of 2: dialing 2 legs.", story.Timeline);
    }

    [Fact]
    public async Task To_ThatRingsForEver_IsCancelledAtItsTimeout()
    {
        using var phone = FarEnd.Plays("< INVITE", "> 180", "< CANCEL Reason Q.850;cause=19", "> 200 last", "> 487", "< ACK");
        var story = await service.Connect($$"""{"to": "{{phone.Uri}}", "timeout": 1}""");
        await phone.Done();

        Assert.Equal("connecting failed:no_answer | B1 created ringing ended:no_answer", story.Webhooks);
        Assert.Contains("B1 Gone from the wire: our CANCEL was confirmed.", story.Timeline);
    }

    [Fact]
    public async Task Answer_ThatCrossesTheCancel_IsAcknowledgedAndHungUp()
    {
        using var phone = FarEnd.Plays("< INVITE", "> 180", "< CANCEL", "> 200 last", "> 200 sdp", "< ACK", "< BYE", "> 200 last");
        var story = await service.Connect($$"""{"to": "{{phone.Uri}}", "timeout": 1}""");
        await phone.Done();

        Assert.Equal("connecting failed:no_answer | B1 created ringing ended:no_answer", story.Webhooks);
    }

    [Theory]
    [InlineData(401, "Authorization")]
    [InlineData(407, "Proxy-Authorization")]
    public async Task To_ThatWantsCredentials_GetsThem(int status, string header)
    {
        using var phone = FarEnd.Plays(
            "< INVITE", $"> {status} challenge", "< ACK", $"< INVITE {header} username=.bob.", "> 200 sdp", "< ACK", "wait 300", "> BYE", "< 200");
        var story = await service.Connect($$"""{"serial": [{"to": "{{phone.Uri}}", "username": "bob", "password": "secret"}]}""");
        await phone.Done();

        Assert.Equal($"{Served} | B1 created answered ended:hangup", story.Webhooks);
    }

    [Fact]
    public async Task Phone_ThatOffersAnew_IsAnswered()
    {
        using var phone = FarEnd.Plays(
            "< INVITE", "> 200 sdp", "< ACK", "wait 300", "> INVITE", "< 200", "> ACK", "wait 100", "> BYE", "< 200");
        var story = await service.Connect($$"""{"to": "{{phone.Uri}}"}""");
        await phone.Done();

        Assert.Equal($"{Served} | B1 created answered ended:hangup", story.Webhooks);
    }

    [Fact]
    public async Task Number_WhoseTrunkCannot_GoesByTheNext()
    {
        using var first = FarEnd.PlaysAt(service.FirstTrunk, "< INVITE", "> 503", "< ACK");
        using var second = FarEnd.PlaysAt(service.SecondTrunk, HangsUp);
        var story = await service.Connect("""{"to": "+4930123456"}""");
        await Task.WhenAll(first.Done(), second.Done());

        Assert.Equal($"{Served} | B1 created ringing answered ended:hangup", story.Webhooks);
    }

    [Fact]
    public async Task Invite_CarriesTheDocumentsHeaders()
    {
        using var phone = FarEnd.Plays("< INVITE X-Case seven", "> 603", "< ACK");
        var story = await service.Connect($$"""{"to": "{{phone.Uri}}", "headers": [{"name": "X-Case", "value": "seven"}]}""");
        await phone.Done();

        Assert.Equal("connecting failed:declined | B1 created ended:declined", story.Webhooks);
    }
}
