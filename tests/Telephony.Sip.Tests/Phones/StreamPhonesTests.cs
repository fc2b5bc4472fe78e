using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Orchestrator.Telephony.Sip.Media.Streams;
using Orchestrator.Telephony.Tests.Streams;

namespace Orchestrator.Telephony.Sip.Tests.Phones;

/// <summary>A phone that calls in and is connected to a WebSocket: what it says arrives there, and what is sent from there it hears.</summary>
[Collection(PhoneService.Collection)]
public class StreamPhonesTests(PhoneService service)
{
    private const int CallersTone = 400;
    private const int ServersTone = 700;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("PCMU", 8000, ";audio_codecs=PCMU")]
    [InlineData("PCMU@16000h", 16_000, ";audio_codecs=opus")]
    [InlineData("L16@24000h@40i", 24_000, ";audio_codecs=opus")]
    public async Task Phone_ConnectedToAStream_IsHeardThere_AndHearsIt(string codec, int rate, string account)
    {
        await using var server = new StreamServer(certificate: service.Certificate);
        await using var phone = await Baresip.Start("speaker", CallersTone, account);
        var name = codec.Replace("@", "-", StringComparison.Ordinal).ToLowerInvariant();
        var address = await service.Serve($"stream-{name}", $$"""
            { "connect": { "to": "stream:{{server.Url}}", "codec": "{{codec}}", "realtime": true } }, "hangup"
            """);

        await phone.Dial(address);
        var isLinear = codec[0] == 'L';
        List<short> said = [];
        var began = TimeProvider.System.GetTimestamp();
        while (!Tone.IsIn([.. said.TakeLast(rate / 4)], rate, CallersTone))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < Patience, "The server does not hear the phone.");
            said.AddRange(Samples(Payload(await server.Next("media")), isLinear));
        }

        for (var stretch = 0; stretch < 6; stretch++) await server.Media(Sound(rate, isLinear));
        await phone.Hears("the server", ServersTone);
        await phone.Press('5');
        Assert.Equal("5", (await server.Next("dtmf").WaitAsync(Patience, TimeProvider.System))["dtmf"]!["digit"]!.ToString());
        await server.Say("{'event':'dtmf','dtmf':{'digit':'7'}}");
        await phone.Happens("CALL_DTMF_START");
        await server.Close();

        await phone.Happens("CALL_CLOSED");
        await service.NothingLeft();
    }

    private static byte[] Payload(JsonObject media) => Convert.FromBase64String(media["media"]!["payload"]!.ToString());

    private static IEnumerable<short> Samples(byte[] payload, bool isLinear) => isLinear
        ? payload.Chunk(2).Select(sample => BinaryPrimitives.ReadInt16LittleEndian(sample))
        : payload.Select(G711.Linear);

    /// <summary>Ten seconds of the server's tone.</summary>
    private static byte[] Sound(int rate, bool isLinear) =>
    [
        .. Enumerable.Range(0, rate * 10).Select(at => (short)(9000 * Math.Sin(2 * Math.PI * ServersTone * at / rate)))
            .SelectMany(sample => isLinear ? BitConverter.GetBytes(sample) : [G711.MuLaw(sample)]),
    ];
}
