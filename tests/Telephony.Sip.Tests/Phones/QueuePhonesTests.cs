namespace Orchestrator.Telephony.Sip.Tests.Phones;

/// <summary>Two phones that call in, each with media of its own: one waits in a queue and hears music, the other takes him out of it.</summary>
[Collection(PhoneService.Collection)]
public class QueuePhonesTests(PhoneService service)
{
    private const int WaitersTone = 400;
    private const int TakersTone = 700;
    private const int MusicTone = 1000;

    [Theory]
    [InlineData("pcmu", ";audio_codecs=PCMU", ";audio_codecs=PCMU")]
    [InlineData("opus-pcma", ";audio_codecs=opus", ";audio_codecs=PCMA")]
    [InlineData("opus", ";audio_codecs=opus", ";audio_codecs=opus")]
    [InlineData("sdes-g722", ";audio_codecs=PCMU;mediaenc=srtp-mand", ";audio_codecs=G722/16000/1")]
    public async Task Caller_WhoWaits_HearsMusic_AndThenWhoTakesHim(string name, string waiters, string takers)
    {
        using var music = new AudioServer(Tone.Wave(MusicTone, 20));
        await using var waiter = await Baresip.Start("waiter", WaitersTone, waiters);
        await using var taker = await Baresip.Start("taker", TakersTone, takers);
        const string Bye = """{\"sections\":{\"main\":[\"hangup\"]}}""";
        var enter = await service.Serve($"enter-{name}", $$"""{ "enter_queue": { "queue_name": "{{name}}", "wait_url": "{{music.Url}}", "transfer_after_bridge": "{{Bye}}" } }""");
        var take = await service.Serve($"take-{name}", $$"""{ "connect": { "to": "queue:{{name}}", "transfer_after_bridge": "{{Bye}}" } }""");

        await waiter.Dial(enter);
        await waiter.Hears("music", MusicTone);
        await taker.Dial(take);
        await waiter.Hears("who took him", TakersTone);
        await taker.Hears("who waited", WaitersTone);
        await taker.HangUp();

        await waiter.Happens("CALL_CLOSED");
        await service.NothingLeft();
    }
}
