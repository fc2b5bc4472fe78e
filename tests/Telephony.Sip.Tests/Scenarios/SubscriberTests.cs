using System.Net.Http.Json;
using Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>Phones that register as a subscriber, and ring when his address is called.</summary>
[Collection(SipService.Collection)]
public class SubscriberTests(SipService service)
{
    [Fact]
    public async Task Phones_OfASubscriber_RingTogether_AsOneLeg()
    {
        var name = await Subscriber();
        await using var desk = new RawPhone(service.Port);
        await using var mobile = new RawPhone(service.Port);
        await desk.Registers(name);
        Assert.Equal(2, (await mobile.Registers(name)).All("Contact").Count());

        var running = await service.Begin($$"""{"to": "/private/{{name}}"}""");
        var (atDesk, atMobile) = (await desk.IsCalled(), await mobile.IsCalled());
        Assert.Equal($"sip:{name}@127.0.0.1", atDesk.Request.UriOf("To"));
        atDesk.Answers(180);
        atMobile.Answers(180);
        atMobile.Answers(200, RawPhone.Sdp);
        await mobile.Hears("ACK");
        var cancel = await desk.Hears("CANCEL");
        Assert.Equal("SIP;cause=200;text=\"Call completed elsewhere\"", cancel["Reason"]);
        atDesk.Answers(cancel, 200);
        atDesk.Answers(487);
        await desk.Hears("ACK");
        await running.Is("connected");
        atMobile.Asks("BYE");
        await mobile.Hears("200 BYE");

        var story = await running.Over();
        Assert.Equal("connecting connected disconnected | B1 created ringing answered ended:hangup", story.Webhooks);
        Assert.Equal($"/private/{name}", story.View["legs"]![0]!["to"]!.ToString());
    }

    [Fact]
    public async Task Browser_IsReachedByTheConnectionThatItRegisteredOn()
    {
        var name = await Subscriber();
        await using var browser = new RawPhone(service.Port, await WebSocketWire.Open(service.WebSocketPort));
        await browser.Registers(name);

        var running = await service.Begin($$"""{"to": "/private/{{name}}"}""");
        var call = await browser.IsCalled();
        call.Answers(180);
        call.Answers(200, RawPhone.Sdp);
        await browser.Hears("ACK");
        await running.Is("connected");
        call.Asks("BYE");
        await browser.Hears("200 BYE");

        Assert.Equal("connecting connected disconnected | B1 created ringing answered ended:hangup", (await running.Over()).Webhooks);
    }

    [Theory]
    [InlineData(false, "connecting failed:error | B1 created ringing ended:error")]
    [InlineData(true, "connecting connected disconnected | B1 created ringing answered ended:error")]
    public async Task Browser_ThatIsClosed_IsNotWaitedFor(bool isTalking, string told)
    {
        var name = await Subscriber();
        var browser = new RawPhone(service.Port, await WebSocketWire.Open(service.WebSocketPort));
        await browser.Registers(name);
        var running = await service.Begin($$"""{"to": "/private/{{name}}"}""");
        var call = await browser.IsCalled();
        call.Answers(180);
        await running.Says("Ringing.");
        if (isTalking)
        {
            call.Answers(200, RawPhone.Sdp);
            await browser.Hears("ACK");
            await running.Is("connected");
        }

        await browser.DisposeAsync();

        Assert.Equal(told, (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Browser_ThatIsClosedWhileItsCallRings_HasHungUp()
    {
        await using var desk = new RawPhone(service.Port);
        var address = await service.Serve($$"""{"to": "{{desk.Uri}}", "answer_on_bridge": true}""");
        var browser = new RawPhone(service.Port, await WebSocketWire.Open(service.WebSocketPort));
        browser.Calls(address);
        var call = await desk.IsCalled();
        call.Answers(180);
        await browser.Hears("180 INVITE");

        await browser.DisposeAsync();

        call.Answers(await desk.Hears("CANCEL"), 200);
        call.Answers(487);
        await desk.Hears("ACK");
    }

    [Fact]
    public async Task Phones_ThatAnswerAtOnce_AreOneLegAllTheSame()
    {
        var name = await Subscriber();
        await using var desk = new RawPhone(service.Port);
        await using var mobile = new RawPhone(service.Port);
        await desk.Registers(name);
        await mobile.Registers(name);

        var running = await service.Begin($$"""{"to": "/private/{{name}}", "max_duration": 1}""");
        RawCall[] calls = [await desk.IsCalled(), await mobile.IsCalled()];
        foreach (var call in calls) call.Answers(200, RawPhone.Sdp);
        await Task.WhenAll(HearsItsEnd(desk, calls[0]), HearsItsEnd(mobile, calls[1]));

        Assert.Equal("connecting connected disconnected | B1 created answered ended:hangup", (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Subscriber_WhoDeclinesOnOnePhone_HasDeclined()
    {
        var name = await Subscriber();
        await using var desk = new RawPhone(service.Port);
        await using var mobile = new RawPhone(service.Port);
        await desk.Registers(name);
        await mobile.Registers(name);

        var running = await service.Begin($$"""{"to": "/private/{{name}}"}""");
        var (atDesk, atMobile) = (await desk.IsCalled(), await mobile.IsCalled());
        atDesk.Answers(180);
        atMobile.Answers(180);
        atDesk.Answers(603);
        await desk.Hears("ACK");
        atMobile.Answers(await mobile.Hears("CANCEL"), 200);
        atMobile.Answers(487);
        await mobile.Hears("ACK");

        Assert.Equal("connecting failed:declined | B1 created ringing ended:declined", (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Subscriber_WithAllPhonesBusyOrOff_IsBusy()
    {
        var name = await Subscriber();
        await using var desk = new RawPhone(service.Port);
        await using var mobile = new RawPhone(service.Port);
        await desk.Registers(name);
        await mobile.Registers(name);

        var running = await service.Begin($$"""{"to": "/private/{{name}}"}""");
        (await desk.IsCalled()).Answers(486);
        await desk.Hears("ACK");
        (await mobile.IsCalled()).Answers(480);
        await mobile.Hears("ACK");

        Assert.Equal("connecting failed:busy | B1 created ended:busy", (await running.Over()).Webhooks);
    }

    [Fact]
    public async Task Subscriber_WithoutAPhone_DoesNotAnswer()
    {
        var name = await Subscriber();
        await using var desk = new RawPhone(service.Port);
        await desk.Registers(name);
        Assert.Empty((await desk.Registers(name, expires: 0)).All("Contact"));

        var story = await service.Connect($$"""{"to": "/private/{{name}}"}""");

        Assert.Equal("connecting failed:no_answer | B1 created ended:no_answer", story.Webhooks);
        Assert.Contains(story.Timeline, line => line.Contains($"no phone is registered as /private/{name}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Caller_OfAPublicSubscriber_RingsHisPhones()
    {
        var name = await Subscriber("public");
        await using var desk = new RawPhone(service.Port);
        await using var caller = new RawPhone(service.Port);
        await desk.Registers(name);

        var a = caller.Calls(name);
        a.Acknowledges(await caller.Hears("200 INVITE"));
        var b = await desk.IsCalled();
        b.Answers(486);
        await desk.Hears("ACK");
        a.Answers(await caller.Hears("BYE"), 200);
    }

    [Fact]
    public async Task Phones_ThatRegisterAtOnce_AreAllKept()
    {
        var name = await Subscriber();
        var phones = Enumerable.Range(0, 4).Select(_ => new RawPhone(service.Port)).ToList();
        await Task.WhenAll(phones.Select(phone => phone.Registers(name)));

        var listed = (await phones[0].Registers(name)).All("Contact").Select(contact => contact.Split('>')[0]).Order();
        Assert.Equal(phones.Select(phone => $"<sip:{name}@127.0.0.1:{phone.Port}").Order(), listed);
        foreach (var phone in phones) await phone.DisposeAsync();
    }

    [Fact]
    public async Task Subscriber_WhoCallsFromAnywhere_IsAskedWhoHeIs()
    {
        var (name, desk) = (await Subscriber(), await Subscriber("public"));
        await using var phone = new RawPhone(service.Port, host: "127.0.0.2");
        var call = phone.CallsAs(name, desk);
        var challenge = await phone.Hears("407 INVITE");
        call.TakesRefusal(challenge);
        call.Invite(RawPhone.Sdp, RawDigest.Answer(challenge.All("Proxy-Authenticate").Single(), name, "secret", "INVITE", $"sip:{desk}@127.0.0.1:{service.Port}", "Proxy-Authorization").TrimEnd());
        call.Acknowledges(await phone.Hears("200 INVITE"));

        // Nobody has registered as the one he calls.
        call.Answers(await phone.Hears("BYE"), 200);
    }

    [Fact]
    public async Task Stranger_IsRefused_AndAskedNothing()
    {
        var desk = await Subscriber("public");
        await using var phone = new RawPhone(service.Port, host: "127.0.0.2");
        var call = phone.CallsAs("stranger", desk);
        call.TakesRefusal(await phone.Hears("403 INVITE"));
    }

    [Theory]
    [InlineData("wrong", true)]
    [InlineData("secret", false)]
    public async Task Phone_WithAWrongPassword_OrOfNobody_IsRefusedAlike(string password, bool exists)
    {
        var name = exists ? await Subscriber() : "nobody";
        await using var phone = new RawPhone(service.Port);

        Assert.Equal(403, (await phone.Registers(name, password: password)).Status);
    }

    private async Task<string> Subscriber(string context = "private")
    {
        var name = $"s{Guid.NewGuid():n}";
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/addresses/{context}/{name}") { Content = JsonContent.Create(new { subscriber = new { password = "secret" } }) };
        var answer = await service.Api.Send(put);
        Assert.Equal(201, answer.Status);
        Assert.DoesNotContain("secret", answer.Text, StringComparison.Ordinal);
        return name;
    }

    private static async Task HearsItsEnd(RawPhone phone, RawCall call)
    {
        await phone.Hears("ACK");
        await phone.IsHungUp(call);
    }
}
