using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Configuration;
using Orchestrator.Telephony.Sip.Media;
using Orchestrator.Telephony.Sip.Rtpengine;
using Orchestrator.Telephony.Sip.Tests.Rtpengine;

namespace Orchestrator.Telephony.Sip.Tests.Media;

/// <summary>Who hears whom, with a real rtpengine in between.</summary>
public sealed class AnchorTests : IAsyncLifetime, IDisposable
{
    private readonly RtpEnd _a = new('A');
    private readonly RtpEnd _one = new('1');
    private readonly RtpEnd _two = new('2');
    private readonly int _dtmf = FreePort();
    private Daemon _daemon = null!;
    private AnchoredMedia _media = null!;

    public async Task InitializeAsync()
    {
        _daemon = await Daemon.Start($"--dtmf-log-dest=127.0.0.1:{_dtmf}");
        var settings = new MediaSettings { DtmfListen = $"127.0.0.1:{_dtmf}", PingEvery = TimeSpan.FromMilliseconds(200), PingsMissed = 20 };
        settings.Engines.Add(_daemon.Udp.ToString());
        _media = new AnchoredMedia(settings, TimeProvider.System);
        await Until("the engine is alive", () => _media.IsAnyAlive);
    }

    public async Task DisposeAsync()
    {
        await _media.DisposeAsync();
        _daemon.Dispose();
    }

    public void Dispose()
    {
        foreach (var end in (RtpEnd[])[_a, _one, _two]) end.Dispose();
    }

    [Fact]
    public async Task Caller_AnsweredEarly_HearsOnlyTheWinner_AndOnlyTheWinnerHearsHim()
    {
        var (caller, toCaller) = await AnsweredCaller();
        var (first, toFirst) = await Callee("b1", caller, _one);
        var (second, toSecond) = await Callee("b2", caller, _two);
        await Silent("before the bridge", (_a, toCaller), (_one, toFirst), (_two, toSecond));

        Assert.Null((await caller.Join(first)).Problem);
        await Speaks("each hears the other", () => (_a.Heard(), _one.Heard()), ("1", "A"), (_a, toCaller), (_one, toFirst), (_two, toSecond));
        Assert.Equal("", _two.Heard());

        second.End();
        await Speaks("still", () => (_a.Heard(), _one.Heard()), ("1", "A"), (_a, toCaller), (_one, toFirst));
        first.End();
        caller.End();
        await NothingLeft();
    }

    [Fact]
    public async Task Legs_Parted_HearNothing_AndAreJoinedAgain()
    {
        var (caller, toCaller) = await AnsweredCaller();
        var (callee, toCallee) = await Callee("b1", caller, _one);
        await caller.Join(callee);
        await Speaks("each hears the other", () => (_a.Heard(), _one.Heard()), ("1", "A"), (_a, toCaller), (_one, toCallee));
        await caller.Part(callee);
        await Silent("parted", (_a, toCaller), (_one, toCallee));
        await caller.Join(callee);
        await Speaks("joined again", () => (_a.Heard(), _one.Heard()), ("1", "A"), (_a, toCaller), (_one, toCallee));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Caller_WhoMadeNoOffer_AndAnswersOurs_IsJoinedAllTheSame(bool dialedBefore)
    {
        var (caller, _) = Begin("a", null);
        caller.TakeOffer(ReadOnlyMemory<byte>.Empty);
        var toCaller = (await caller.AnswerCaller([])).Description;
        var (callee, toCallee) = dialedBefore ? await Callee("b1", caller, _one) : default;
        Assert.Null((await caller.TakeAnswer(_a.Sdp(), early: false)).Problem);
        if (!dialedBefore) (callee, toCallee) = await Callee("b1", caller, _one);
        await Silent("before the bridge", (_a, toCaller), (_one, toCallee));

        Assert.Null((await caller.Join(callee)).Problem);
        await Speaks("each hears the other", () => (_a.Heard(), _one.Heard()), ("1", "A"), (_a, toCaller), (_one, toCallee));
        caller.End();
        callee.End();
        await NothingLeft();
    }

    [Fact]
    public async Task Caller_HearsTheMediaThatComeBeforeTheAnswer()
    {
        var (caller, user) = Begin("a", null);
        caller.TakeOffer(_a.Sdp());
        var (callee, _) = Begin("b1", caller);
        var offer = (await callee.Offer(Target)).Description;
        Assert.Null((await callee.TakeAnswer(_one.Sdp(), early: true)).Problem);
        var answer = (await caller.AnswerCaller([])).Description;
        await Silent("before he is to hear it", (_one, offer), (_a, answer));
        await callee.BeHeard();

        await Speaks("ringback", () => _a.Heard(), "1", (_one, offer), (_a, answer));
        await callee.BeSilent();
        await Silent("beside another", [_a], (_one, offer), (_a, answer));
        await callee.BeHeard();
        await Speaks("again", () => _a.Heard(), "1", (_one, offer), (_a, answer));
        Assert.Empty(user.Digits);
    }

    [Fact]
    public async Task Digits_OfALegThatIsBlocked_AreTold()
    {
        var (caller, _) = await AnsweredCaller();
        var (callee, user) = Begin("b1", caller);
        var offer = (await callee.Offer(Target)).Description;
        await callee.TakeAnswer(_one.Sdp(), early: false);
        _one.Speak(offer);
        _one.Press(offer, 5);

        await Until("the digit comes", () => !user.Digits.IsEmpty);
        Assert.Equal(['5'], user.Digits);
    }

    [Fact]
    public async Task Digits_AreSentToALegInNoBridge()
    {
        var (caller, toCaller) = await AnsweredCaller();
        _a.Speak(toCaller);
        Assert.Null((await caller.SendDigits("1#")).Problem);

        await Until("both digits have come", () => _a.Heard() is not null && _a.Digits.Count == 2);
        Assert.Equal([1, 11], _a.Digits);
        Assert.Empty(Users["a"].Digits);
    }

    [Fact]
    public async Task Digits_AreSentWithinABridge_AndDoNotComeBackAsTheOtherEnds()
    {
        var (caller, toCaller) = await AnsweredCaller();
        var (callee, toCallee) = await Callee("b1", caller, _one);
        await caller.Join(callee);
        await Speaks("each hears the other", () => (_a.Heard(), _one.Heard()), ("1", "A"), (_a, toCaller), (_one, toCallee));
        var sending = callee.SendDigits("7").AsTask();
        await Until("the digit has come", () =>
        {
            _a.Speak(toCaller);
            _one.Speak(toCallee);
            return _one.Heard() is not null && _one.Digits.Count == 1 && sending.IsCompleted;
        });
        _a.Press(toCaller, 7);
        await Until("the caller's own digit is told", () =>
        {
            _a.Speak(toCaller);
            return !Users["a"].Digits.IsEmpty;
        });

        Assert.Equal([7], _one.Digits.Take(1));
        Assert.Equal(['7'], Users["a"].Digits);
        Assert.Empty(_a.Digits);
    }

    [Fact]
    public async Task Digits_OfALegThatEnds_AreNotWaitedFor()
    {
        var (caller, _) = await AnsweredCaller();
        var sending = caller.SendDigits("WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW1").AsTask();
        caller.End();

        Assert.Equal("the leg is over", (await sending.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System)).Problem);
    }

    [Fact]
    public async Task Ringback_IsHeardUntilItIsStopped_AndAPlaybackEndsByItself()
    {
        var (caller, toCaller) = await AnsweredCaller();
        _a.Speak(toCaller);
        Assert.Null((await caller.Play(new Play("a", "p1", ["ring:us"], Repeat: true))).Problem);
        await Until("ringback is heard", () => _a.Heard().Length > 0);
        await caller.StopPlaying();

        Assert.Null((await caller.Play(new Play("a", "p2", ["silence:0.1", "silence:0.1"], Repeat: false))).Problem);
        await Until("the playback is over", () => Users["a"].Ended.Contains(("p2", true)));
        Assert.DoesNotContain(("p1", true), Users["a"].Ended);
    }

    [Theory]
    [InlineData("say:hello")]
    [InlineData("https://example.com/a.wav")]
    [InlineData("tune:1")]
    public async Task Play_OfWhatCannotBePlayed_IsRefused(string playable)
    {
        var (caller, _) = await AnsweredCaller();

        Assert.NotNull((await caller.Play(new Play("a", "p1", [playable], Repeat: false))).Problem);
    }

    [Theory]
    [InlineData(SrtpPolicy.Forbidden, " RTP/AVP ", false)]
    [InlineData(SrtpPolicy.Optional, " RTP/AVP ", true)]
    [InlineData(SrtpPolicy.Mandatory, " RTP/SAVP ", true)]
    public async Task Offer_IsEncryptedAsThePolicySays(SrtpPolicy policy, string protocol, bool keys)
    {
        var (caller, _) = await AnsweredCaller();
        var offer = System.Text.Encoding.UTF8.GetString((await Begin("b1", caller).Leg.Offer(Target with { Encryption = policy })).Description.Span);

        Assert.Contains(protocol, offer, StringComparison.Ordinal);
        Assert.Equal(keys, offer.Contains("a=crypto:", StringComparison.Ordinal));
        Assert.DoesNotContain("fingerprint", offer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offer_OfCodecs_IsTheListInItsOrder()
    {
        var (caller, _) = await AnsweredCaller();
        var offer = (await Begin("b1", caller).Leg.Offer(Target with { Codecs = ["G722", "PCMA"] })).Description;
        Assert.True(Orchestrator.Sip.Sdp.SessionDescription.TryParse(offer.Span, out var sdp));

        Assert.Equal(["G722", "PCMA", "telephone-event"], sdp.Media[0].Codecs.Select(codec => codec.Name).Distinct());
    }

    [Fact]
    public async Task Offer_OfWebrtc_HasItsIceAndItsFingerprint()
    {
        var (caller, _) = await AnsweredCaller();
        var offer = System.Text.Encoding.UTF8.GetString((await Begin("b1", caller).Leg.Offer(Target with { WebrtcMedia = true })).Description.Span);

        foreach (var wanted in (string[])["UDP/TLS/RTP/SAVPF", "a=fingerprint:", "a=ice-ufrag:", "a=rtcp-mux", "opus/48000", "a=mid:"])
            Assert.Contains(wanted, offer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Phone_ThatHolds_IsAnswered_AndGoesOn()
    {
        var (caller, toCaller) = await AnsweredCaller();
        var (callee, toCallee) = await Callee("b1", caller, _one);
        await caller.Join(callee);
        var held = await callee.TakeReoffer(_one.Sdp("sendonly"));
        Assert.Null(held.Problem);
        Assert.Contains("a=recvonly", System.Text.Encoding.UTF8.GetString(held.Description.Span), StringComparison.Ordinal);
        Assert.Equal(RtpEnd.Towards(toCallee), RtpEnd.Towards(held.Description));
        var back = await callee.TakeReoffer(_one.Sdp());

        await Speaks("each hears the other again", () => (_a.Heard(), _one.Heard()), ("1", "A"), (_a, toCaller), (_one, back.Description));
    }

    [Fact]
    public async Task Engine_ThatDies_LosesItsMedia()
    {
        await AnsweredCaller();
        _daemon.Kill();

        await Until("the leg is told", () => Users["a"].IsGone);
        Assert.Equal(0, _media.CallCount);
        var (late, _) = Begin("late", null);
        Assert.Equal("no media engine is alive", (await late.Offer(Target)).Problem);
    }

    private ConcurrentDictionary<string, User> Users { get; } = new();

    private static DialTarget Target => new() { To = "sip:bob@127.0.0.1", From = "+15550001111" };

    private (MediaLeg Leg, User User) Begin(string legId, MediaLeg? caller)
    {
        var user = Users[legId] = new User(legId);
        return (_media.Begin(user, caller), user);
    }

    private async Task<(MediaLeg Leg, ReadOnlyMemory<byte> Told)> AnsweredCaller()
    {
        var (caller, _) = Begin("a", null);
        caller.TakeOffer(_a.Sdp());
        var answer = await caller.AnswerCaller([]);
        Assert.Null(answer.Problem);
        return (caller, answer.Description);
    }

    private async Task<(MediaLeg Leg, ReadOnlyMemory<byte> Told)> Callee(string legId, MediaLeg caller, RtpEnd end)
    {
        var (leg, _) = Begin(legId, caller);
        var offer = await leg.Offer(Target);
        Assert.Null(offer.Problem);
        Assert.Null((await leg.TakeAnswer(end.Sdp(), early: false)).Problem);
        return (leg, offer.Description);
    }

    /// <summary>All speak until what is heard is what is wanted.</summary>
    private static async Task Speaks<T>(string phase, Func<T> heard, T wanted, params (RtpEnd End, ReadOnlyMemory<byte> To)[] speakers)
    {
        await Until($"{phase}: {wanted}", () =>
        {
            foreach (var (end, to) in speakers) end.Speak(to);
            return Equals(heard(), wanted);
        });
    }

    /// <summary>All speak for a while, and nobody hears anything; what was on its way comes first, on a busy machine some time after.</summary>
    private static Task Silent(string phase, params (RtpEnd End, ReadOnlyMemory<byte> To)[] speakers) =>
        Silent(phase, [.. speakers.Select(speaker => speaker.End)], speakers);

    private static async Task Silent(string phase, RtpEnd[] listeners, params (RtpEnd End, ReadOnlyMemory<byte> To)[] speakers)
    {
        var isSilent = false;
        for (var stretch = 0; stretch < 4 && !isSilent; stretch++)
        {
            foreach (var end in listeners) end.Heard();
            for (var i = 0; i < 20; i++)
            {
                foreach (var (end, to) in speakers) end.Speak(to);
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }

            isSilent = Array.TrueForAll(listeners, listener => listener.Heard().Length == 0);
        }

        Assert.True(isSilent, $"Somebody is heard {phase}.");
    }

    private async Task NothingLeft()
    {
        await using var client = new NgClient(new UdpNgLink(_daemon.Udp), TimeProvider.System, new NgTimes { Timeout = TimeSpan.FromSeconds(30) });
        var left = 1;
        for (var i = 0; i < 100 && left > 0; i++)
        {
            left = (await client.Send("list", new NgDictionary { ["limit"] = "10" })).Items["calls"] is NgValue.List list ? list.Items.Count : -1;
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }

        Assert.Equal(0, left);
        Assert.Equal(0, _media.CallCount);
    }

    private static async Task Until(string phase, Func<bool> reached)
    {
        var isSo = reached();
        for (var i = 0; i < 1500 && !isSo; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
            isSo = reached();
        }

        Assert.True(isSo, $"Not so after 30 s: {phase}.");
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    internal sealed class User(string legId) : IMediaUser
    {
        public string LegId => legId;

        public ConcurrentQueue<char> Digits { get; } = [];

        public ConcurrentBag<(string, bool)> Ended { get; } = [];

        public bool IsGone { get; private set; }

        public Task<ReadOnlyMemory<byte>> Reoffer(ReadOnlyMemory<byte> description) => Task.FromResult(default(ReadOnlyMemory<byte>));

        public void Pressed(char digit) => Digits.Enqueue(digit);

        public void PlaybackEnded(string playbackId, bool completed) => Ended.Add((playbackId, completed));

        public void MediaGone() => IsGone = true;
    }
}
