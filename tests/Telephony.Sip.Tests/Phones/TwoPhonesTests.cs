namespace Orchestrator.Telephony.Sip.Tests.Phones;

/// <summary>Three real phones, a real engine, the whole service: who calls hears ringback, two phones ring, one is asked and confirms, and the two hear each other.</summary>
[Collection(PhoneService.Collection)]
public class TwoPhonesTests(PhoneService service)
{
    private const int CallersTone = 400;
    private const int FirstTone = 700;
    private const int SecondTone = 1000;
    private const int PromptTone = 1300;
    private const int Ringback = 425;

    [Theory]
    [InlineData("pcmu", ";audio_codecs=PCMU", ";audio_codecs=PCMU", "")]
    [InlineData("g722", ";audio_codecs=G722/16000/1", ";audio_codecs=G722/16000/1", "")]
    [InlineData("opus-pcmu", ";audio_codecs=opus", ";audio_codecs=PCMU", ", \"codecs\": \"PCMU\"")]
    [InlineData("all-pcma", "", ";audio_codecs=PCMA", "")]
    [InlineData("all-opus", "", ";audio_codecs=opus", "")]
    [InlineData("sdes", ";audio_codecs=PCMU", ";audio_codecs=PCMU;mediaenc=srtp-mand", ", \"encryption\": \"mandatory\"")]
    [InlineData("dtls-in", ";audio_codecs=PCMU;mediaenc=dtls_srtp", ";audio_codecs=PCMU", "")]
    public async Task Caller_OfTwoPhones_TalksToTheOneThatConfirms(string name, string caller, string callee, string properties)
    {
        using var prompt = new AudioServer(Tone.Wave(PromptTone, 20));
        await using var a = await Baresip.Start("a", CallersTone, caller);
        await using var one = await Baresip.Start("one", FirstTone, callee);
        await using var two = await Baresip.Start("two", SecondTone, callee);
        var address = await service.Serve($"two-{name}", $$"""
            { "connect": {
                "parallel": [ { "to": "{{one.Uri}}"{{properties}} }, { "to": "{{two.Uri}}"{{properties}} } ],
                "answer_on_bridge": true, "ringback": ["ring:de"],
                "confirm": [ { "prompt": { "play": "{{prompt.Url}}", "max_digits": 1 } },
                             { "cond": [ { "when": "vars.prompt_value != '1'", "then": ["hangup"] } ] } ] } },
            "hangup"
            """);

        await a.Dial(address);
        await a.Hears("ringback", Ringback);
        await one.Happens("CALL_INCOMING");
        await two.Happens("CALL_INCOMING");
        await one.Accept();
        await one.Hears("the prompt", PromptTone);
        await one.Press('1');
        await two.Happens("CALL_CLOSED");
        await a.Happens("CALL_ESTABLISHED");
        await a.Hears("the one who confirmed", FirstTone);
        await one.Hears("the caller", CallersTone);
        await a.HangUp();
        await one.Happens("CALL_CLOSED");

        var view = await service.Over(one);
        Assert.Equal(("disconnected", "caller"), (view["state"]!.ToString(), view["ended_by"]!.ToString()));
        await service.NothingLeft();
    }
}
