using Orchestrator.Telephony.Sip.Tests.Phones;

namespace Orchestrator.Browser.Tests.Phones;

/// <summary>A browser and a real phone, with a real engine in between: they talk, whoever calls.</summary>
[Collection(PhoneService.Collection)]
public sealed class BrowserPhoneTests(PhoneService service, Browsers browsers) : IClassFixture<Browsers>
{
    private const int PhonesTone = 700;
    private const int DesksTone = 1000;
    private const int PromptTone = 1300;

    [Fact]
    public async Task Browser_ThatIsCalled_TalksToAPhone()
    {
        await using var browser = await browsers.Register(service, "called");
        await using var phone = await Baresip.Start("a", PhonesTone, ";audio_codecs=PCMU");
        var address = await service.Serve("to-called", """{ "connect": { "to": "/private/called" } }, "hangup" """);

        await phone.Dial(address);
        await browser.Answer();
        await browser.Hears("the phone", PhonesTone);
        await phone.Hears("the browser", Browsers.SaidTone);
        await browser.HangUp();
        await phone.Happens("CALL_CLOSED");

        var view = await service.Over("/private/called");
        Assert.Equal(("disconnected", "callee"), (view["state"]!.ToString(), view["ended_by"]!.ToString()));
        await service.NothingLeft();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task BrowserAndPhone_OfOneSubscriber_RingTogether_EachAsItSpeaks(bool browserAnswers)
    {
        var name = browserAnswers ? "both" : "either";
        await using var browser = await browsers.Register(service, name);
        await using var desk = await Baresip.Start(name, DesksTone, ";audio_codecs=PCMU", service.TcpPort);
        await using var phone = await Baresip.Start("a", PhonesTone, ";audio_codecs=PCMU");
        var address = await service.Serve($"to-{name}", $$"""{ "connect": { "to": "/private/{{name}}", "answer_on_bridge": true } }, "hangup" """);
        await desk.HasRegistered();

        await phone.Dial(address);
        await browser.Is("rings");
        await desk.Happens("CALL_INCOMING");
        if (browserAnswers)
        {
            await browser.Answer();
            await desk.Happens("CALL_CLOSED");
        }
        else
        {
            await desk.Accept();
            await browser.Is("registered");
        }

        await phone.Hears("who answered", browserAnswers ? Browsers.SaidTone : DesksTone);
        await (browserAnswers ? browser.Hears("the phone", PhonesTone) : desk.Hears("the phone", PhonesTone));
        await phone.HangUp();
        await browser.Is("registered");

        await service.Over($"/private/{name}");
        await service.NothingLeft();
    }

    [Fact]
    public async Task Tab_ThatIsClosed_HasHungUp()
    {
        var browser = await browsers.Register(service, "closed");
        await using var phone = await Baresip.Start("a", PhonesTone, ";audio_codecs=PCMU");
        var address = await service.Serve("to-closed", """{ "connect": { "to": "/private/closed" } }, "hangup" """);
        await phone.Dial(address);
        await browser.Answer();
        await phone.Hears("the browser", Browsers.SaidTone);

        await browser.DisposeAsync();

        await phone.Happens("CALL_CLOSED");
        Assert.Equal("disconnected", (await service.Over("/private/closed"))["state"]!.ToString());
        await service.NothingLeft();
    }

    [Fact]
    public async Task Browser_ThatCalls_TalksToAPhone_OnceItAnswers()
    {
        await using var browser = await browsers.Register(service, "caller");
        await using var phone = await Baresip.Start("b", PhonesTone, ";audio_codecs=PCMU");
        var address = await service.Serve("from-caller", $$"""{ "connect": { "to": "{{phone.Uri}}", "answer_on_bridge": true, "ringback": ["ring:de"] } }, "hangup" """);

        await browser.Call(address);
        await phone.Happens("CALL_INCOMING");
        await browser.Hears("ringback", 425);
        await phone.Accept();
        await browser.Is("talks");
        await browser.Hears("the phone", PhonesTone);
        await phone.Hears("the browser", Browsers.SaidTone);
        await phone.HangUp();
        await browser.Is("registered");

        var view = await service.Over(phone);
        Assert.Equal(("disconnected", "callee"), (view["state"]!.ToString(), view["ended_by"]!.ToString()));
        await service.NothingLeft();
    }

    [Theory]
    [InlineData("PCMU")]
    [InlineData("opus")]
    [InlineData("G722/16000/1")]
    public async Task Browser_ThatCalls_HearsAPrompt_PressesADigit_AndIsConnected(string codec)
    {
        using var prompt = new AudioServer(Tone.Wave(PromptTone, 30));
        var name = $"presser-{codec.Split('/')[0]}";
        await using var browser = await browsers.Register(service, name);
        await using var phone = await Baresip.Start("b", PhonesTone, $";audio_codecs={codec}");
        var address = await service.Serve($"from-{name}", $$"""
            "answer", { "prompt": { "play": "{{prompt.Url}}", "max_digits": 1 } },
            { "cond": [ { "when": "vars.prompt_value != '7'", "then": ["hangup"] } ] },
            { "connect": { "to": "{{phone.Uri}}" } }, "hangup"
            """);

        await browser.Call(address);
        await browser.Is("talks");
        await browser.Hears("the prompt", PromptTone);
        await browser.Press('7');
        await phone.Happens("CALL_INCOMING");
        await phone.Accept();
        await browser.Hears("the phone", PhonesTone);
        await phone.Hears("the browser", Browsers.SaidTone);
        await browser.HangUp();
        await phone.Happens("CALL_CLOSED");

        var view = await service.Over(phone);
        Assert.Equal(("disconnected", "caller"), (view["state"]!.ToString(), view["ended_by"]!.ToString()));
        await service.NothingLeft();
    }
}
