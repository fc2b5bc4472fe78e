using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Tests.Streams;

/// <summary>The protocol of a stream, message by message, against a server on a real socket.</summary>
public sealed class StreamSessionTests : IAsyncLifetime, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly StreamServer _server = new();
    private readonly ScriptedAudio _audio = new();
    private readonly ClientWebSocket _client = new();
    private Task<StreamEnd> _session = null!;

    public async Task InitializeAsync() => await _client.ConnectAsync(new Uri(_server.Url), CancellationToken.None).WaitAsync(Patience);

    public async Task DisposeAsync()
    {
        _client.Abort();
        await _server.DisposeAsync();
    }

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Stream_OfACall_SaysConnectedStartMediaDtmfAndStop()
    {
        Begin();
        _audio.Says(0, [1, 2, 3]);
        _audio.Says(20, [4]);
        _audio.Presses('5', 2000);
        _audio.HangsUp();

        Is("""{"event":"connected","protocol":"Call","version":"0.2.0"}""", await _server.Next());
        Is(
            """
            {"event":"start","sequenceNumber":"1","start":{"streamSid":"stream-1","accountSid":"proj","callSid":"call-1","tracks":["inbound"],"customParameters":{"a":"1","b":"ü+"},"mediaFormat":{"encoding":"audio/x-mulaw","sampleRate":8000,"channels":1}}}
            """.Trim(),
            await _server.Next());
        Is("""{"event":"media","sequenceNumber":"2","media":{"track":"inbound","chunk":"1","timestamp":"0","payload":"AQID"}}""", await _server.Next());
        Is("""{"event":"media","sequenceNumber":"3","media":{"track":"inbound","chunk":"2","timestamp":"20","payload":"BA=="}}""", await _server.Next());
        Is("""{"event":"dtmf","sequenceNumber":"4","streamSid":"stream-1","dtmf":{"digit":"5","duration":2000}}""", await _server.Next());
        Is("""{"event":"stop","sequenceNumber":"5"}""", await _server.Next());
        await _server.Closed;
        Assert.Equal(StreamEnd.CallOver, await _session.WaitAsync(Patience));
    }

    [Fact]
    public async Task Realtime_Media_IsPlayedInOrderFrameByFrame()
    {
        Begin(realtime: true);
        await _server.Media([.. Enumerable.Repeat((byte)1, 200)]);
        await _server.Media([.. Enumerable.Repeat((byte)2, 200)]);
        await Taken();
        for (var frame = 0; frame < 4; frame++)
            _audio.Says(frame * 20, [0]);
        await SaidAll();

        Assert.Equal([160, 160, 80], _audio.Played.Select(frame => frame.Length));
        Assert.Equal([.. Enumerable.Repeat((byte)1, 200), .. Enumerable.Repeat((byte)2, 200)], _audio.Played.SelectMany(frame => frame));
    }

    [Fact]
    public async Task Realtime_Marks_ComeBackWhenTheAudioBeforeThemHasBeenPlayed()
    {
        Begin(realtime: true);
        await _server.Say("{'event':'mark','mark':{'name':'at once'}}");
        Is("""{"event":"mark","streamSid":"stream-1","mark":{"name":"at once"}}""", await _server.Next("mark"));
        await _server.Media(new byte[160]);
        await _server.Say("{'event':'mark','mark':{'name':'after'}}");
        await Taken();

        _audio.Says(0, [7]);

        Assert.Equal("1", (string?)(await _server.Next())["media"]?["chunk"]);
        Is("""{"event":"mark","streamSid":"stream-1","mark":{"name":"after"}}""", await _server.Next());
    }

    [Fact]
    public async Task Realtime_Clear_EmptiesTheQueueAndPendingMarksComeBack()
    {
        Begin(realtime: true);
        await _server.Media(new byte[16_000]);
        await _server.Say("{'event':'mark','mark':{'name':'one'}}");
        await _server.Media(new byte[16_000]);
        await _server.Say("{'event':'mark','mark':{'name':'two'}}");
        await _server.Say("{'event':'clear'}");

        Assert.Equal("one", (string?)(await _server.Next("mark"))["mark"]!["name"]);
        Assert.Equal("two", (string?)(await _server.Next("mark"))["mark"]!["name"]);
        _audio.Says(0, [7]);
        await SaidAll();
        Assert.Empty(_audio.Played);
    }

    [Fact]
    public async Task Realtime_Dtmf_IsPressed()
    {
        Begin(realtime: true);
        await _server.Say("{'event':'dtmf','dtmf':{'digit':'9'}}");
        await Taken();

        Assert.Equal("9", _audio.Pressed);
    }

    [Fact]
    public async Task OneWay_WhatTheServerSends_IsNotPlayed()
    {
        Begin();
        await _server.Media(new byte[160]);
        await _server.Say("{'event':'mark','mark':{'name':'m'}}");
        await _server.Say("{'event':'dtmf','dtmf':{'digit':'9'}}");
        _audio.Says(0, [7]);
        _audio.HangsUp();
        await _server.Next("stop");

        Assert.Equal((0, ""), (_audio.Played.Count, _audio.Pressed));
    }

    [Theory]
    [InlineData("no JSON")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{'event':'media'}")]
    [InlineData("{'event':'media','media':{'payload':'%%%'}}")]
    [InlineData("{'event':'mark','mark':{}}")]
    [InlineData("{'event':'dtmf','dtmf':{'digit':'55'}}")]
    [InlineData("{'event':7}")]
    public async Task Realtime_MessageOfAnotherShape_IsPassedOver(string message)
    {
        Begin(realtime: true);
        await _server.Say(message);
        await Taken();

        Assert.Equal((0, ""), (_audio.Played.Count, _audio.Pressed));
        Assert.False(_session.IsCompleted);
    }

    [Fact]
    public async Task Server_Closes_StreamEnds()
    {
        Begin();
        await _server.Next("start");
        await _server.Close();

        Assert.Equal(StreamEnd.ServerClosed, await _session.WaitAsync(Patience));
    }

    [Fact]
    public async Task Server_Breaks_StreamIsLost()
    {
        Begin();
        await _server.Next("start");
        await _server.Break();

        Assert.Equal(StreamEnd.ConnectionLost, await _session.WaitAsync(Patience));
    }

    [Fact]
    public async Task Server_SendsMoreThanIsKept_StreamEnds()
    {
        Begin(realtime: true);
        for (var sent = 0; sent <= 5_000_000 && !_session.IsCompleted; sent += 500_000)
        {
            try
            {
                await _server.Media(new byte[500_000]);
            }
            catch (WebSocketException)
            {
                break; // it has been closed by now
            }
        }

        Assert.Equal(StreamEnd.TooMuch, await _session.WaitAsync(Patience));
    }

    [Theory]
    [InlineData("PCMU", "audio/x-mulaw", 8000, 20, 160)]
    [InlineData("PCMU@40i", "audio/x-mulaw", 8000, 40, 320)]
    [InlineData("PCMA", "audio/x-alaw", 8000, 20, 160)]
    [InlineData("G722", "audio/G722", 16000, 20, 160)]
    [InlineData("L16", "audio/x-L16", 8000, 20, 320)]
    [InlineData("L16@24000h@40i", "audio/x-L16", 24000, 40, 1920)]
    [InlineData("L16@16000h", "audio/x-L16", 16000, 20, 640)]
    public void Codec_Read_IsItsFormat(string codec, string encoding, int rate, int milliseconds, int bytes) =>
        Assert.Equal(new StreamFormat(encoding, rate, TimeSpan.FromMilliseconds(milliseconds), bytes), StreamFormat.Read(codec));

    [Theory]
    [InlineData("OPUS")]
    [InlineData("PCMU@")]
    [InlineData("PCMU@0i")]
    [InlineData("L16@24000x")]
    public void Codec_OfAnotherKind_IsNone(string codec) => Assert.Null(StreamFormat.Read(codec));

    private void Begin(bool realtime = false)
    {
        var target = new StreamTarget(
            _server.Url, "PCMU", realtime, null, "proj", "call-1", new SortedDictionary<string, string> { ["a"] = "1", ["b"] = "ü+" });
        _session = new StreamSession("stream-1", target, StreamFormat.Read("PCMU")!, _audio, TimeProvider.System).Run(_client, CancellationToken.None);
    }

    /// <summary>All that the server has said so far has been taken: what it says last has been.</summary>
    private async Task Taken()
    {
        await _server.Say("{'event':'dtmf','dtmf':{'digit':'#'}}");
        await _audio.Hash.WaitAsync(Patience);
    }

    private async Task SaidAll()
    {
        _audio.HangsUp();
        await _server.Next("stop");
        await _session.WaitAsync(Patience);
    }

    private static void Is(string expected, JsonObject message) => Assert.Equal(expected, message.ToJsonString(Plain));

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
