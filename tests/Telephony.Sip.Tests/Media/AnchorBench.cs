using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Configuration;
using Orchestrator.Telephony.Sip.Media;
using Orchestrator.Telephony.Sip.Media.Sounds;
using Orchestrator.Telephony.Sip.Rtpengine;
using Orchestrator.Telephony.Sip.Tests.Rtpengine;

namespace Orchestrator.Telephony.Sip.Tests.Media;

/// <summary>A real rtpengine, the legs on it, and far ends that speak by themselves.</summary>
public abstract class AnchorBench : IAsyncLifetime, IDisposable
{
    private protected AnchorBench()
    {
    }

    private protected RtpEnd A { get; } = new('A');
    private protected RtpEnd One { get; } = new('1');
    private protected RtpEnd Two { get; } = new('2');
    private protected Daemon Engine { get; private set; } = null!;
    private protected AnchoredMedia Media { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        (Engine, Media) = await Start(Audio);
        Hear(Engine);
    }

    private protected void Hear(Daemon engine)
    {
        foreach (var end in (RtpEnd[])[A, One, Two]) end.Hears(engine);
    }

    /// <summary>Who gets the files that are played.</summary>
    private protected virtual AudioDoor? Audio => null;

    public virtual async Task DisposeAsync()
    {
        await Media.DisposeAsync();
        Engine.Dispose();
    }

    public void Dispose()
    {
        foreach (var end in (RtpEnd[])[A, One, Two]) end.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static async Task<(Daemon Engine, AnchoredMedia Media)> Start(AudioDoor? audio = null)
    {
        var dtmf = FreePort();
        var engine = await Daemon.Start($"--dtmf-log-dest=127.0.0.1:{dtmf}");
        var settings = new MediaSettings { DtmfListen = $"127.0.0.1:{dtmf}", PingEvery = TimeSpan.FromMilliseconds(200), PingsMissed = 20 };
        settings.Engines.Add(audio is null ? engine.Udp.ToString() : $"http:{engine.Http}");
        var media = new AnchoredMedia(settings, TimeProvider.System, audio);
        await Until("the engine is alive", () => media.IsAnyAlive);
        return (engine, media);
    }

    private protected ConcurrentDictionary<string, User> Users { get; } = new();

    private protected static DialTarget Target => new() { To = "sip:bob@127.0.0.1", From = "+15550001111" };

    private protected (MediaLeg Leg, User User) Begin(string legId, MediaLeg? caller, AnchoredMedia? media = null)
    {
        var user = Users[legId] = new User(legId);
        return ((media ?? Media).Begin(user, caller), user);
    }

    private protected async Task<(MediaLeg Leg, ReadOnlyMemory<byte> Told)> AnsweredCaller(string legId = "a", RtpEnd? end = null, AnchoredMedia? media = null)
    {
        var (caller, _) = Begin(legId, null, media);
        caller.TakeOffer((end ?? A).Sdp());
        var answer = await caller.AnswerCaller([]);
        Assert.Null(answer.Problem);
        return (caller, answer.Description);
    }

    private protected async Task<(MediaLeg Leg, ReadOnlyMemory<byte> Told)> Callee(string legId, MediaLeg? caller, RtpEnd end)
    {
        var (leg, _) = Begin(legId, caller);
        var offer = await leg.Offer(Target);
        Assert.Null(offer.Problem);
        Assert.Null((await leg.TakeAnswer(end.Sdp(), early: false)).Problem);
        return (leg, offer.Description);
    }

    /// <summary>All speak until what is heard is what is wanted.</summary>
    private protected static async Task Speaks<T>(string phase, Func<T> heard, T wanted, params (RtpEnd End, ReadOnlyMemory<byte> To)[] speakers)
    {
        await Until($"{phase}: {wanted}", () =>
        {
            foreach (var (end, to) in speakers) end.Speak(to);
            return Equals(heard(), wanted);
        });
    }

    /// <summary>All speak for a while, and nobody hears anything; what was on its way comes first, on a busy machine some time after.</summary>
    private protected static async Task Silent(string phase, params (RtpEnd End, ReadOnlyMemory<byte> To)[] speakers)
    {
        var heard = "somebody";
        for (var stretch = 0; stretch < 4 && heard.Length > 0; stretch++)
        {
            foreach (var (end, _) in speakers) end.Heard();
            for (var i = 0; i < 20; i++)
            {
                foreach (var (end, to) in speakers) end.Speak(to);
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }

            heard = string.Join(", ", speakers.Select(speaker => (speaker.End.Name, Heard: speaker.End.Heard())).Where(end => end.Heard.Length > 0).Select(end => $"{end.Name} hears {end.Heard}"));
        }

        Assert.True(heard.Length == 0, $"Somebody is heard {phase}: {heard}.");
    }

    /// <summary>All that was asked of the engine until now has been done.</summary>
    private protected static Task Settled(MediaLeg leg) => ((AnchoredLeg)leg).Call!.Change(() => Task.FromResult(NgReply.Silence));

    private protected async Task NothingLeft()
    {
        await using var client = new NgClient(new UdpNgLink(Engine.Udp), TimeProvider.System, new NgTimes { Timeout = TimeSpan.FromSeconds(30) });
        var left = 1;
        for (var i = 0; i < 100 && left > 0; i++)
        {
            left = (await client.Send("list", new NgDictionary { ["limit"] = "10" })).Items["calls"] is NgValue.List list ? list.Items.Count : -1;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        Assert.Equal(0, left);
        Assert.Equal(0, Media.CallCount);
    }

    private protected static async Task Until(string phase, Func<bool> reached)
    {
        var isSo = reached();
        for (var i = 0; i < 1500 && !isSo; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            isSo = reached();
        }

        Assert.True(isSo, $"Not so after 30 s: {phase}.");
    }

    private protected static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    internal sealed class User(string legId) : IMediaUser
    {
        public string LegId => legId;

        public ConcurrentQueue<char> Digits { get; } = [];

        public ConcurrentBag<(string Id, string? Problem)> Ended { get; } = [];

        public bool IsGone { get; private set; }

        public Task<ReadOnlyMemory<byte>> Reoffer(ReadOnlyMemory<byte> description) => Task.FromResult(default(ReadOnlyMemory<byte>));

        public void Pressed(char digit) => Digits.Enqueue(digit);

        public void PlaybackEnded(string playbackId, string? problem) => Ended.Add((playbackId, problem));

        public void MediaGone() => IsGone = true;
    }
}
