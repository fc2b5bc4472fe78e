using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Tests.Media;

/// <summary>Who hears whom, with a real rtpengine in between.</summary>
public sealed class AnchorTests : AnchorBench
{
    [Fact]
    public async Task Caller_AnsweredEarly_HearsOnlyTheWinner_AndOnlyTheWinnerHearsHim()
    {
        var (caller, toCaller) = await AnsweredCaller();
        var (first, toFirst) = await Callee("b1", caller, One);
        var (second, toSecond) = await Callee("b2", caller, Two);
        var (ringing, _) = Begin("b3", caller);
        await ringing.Offer(Target);
        await Silent("before the bridge", (A, toCaller), (One, toFirst), (Two, toSecond));

        Assert.Null((await caller.Join(first)).Problem);
        await Speaks("each hears the other", () => (A.Heard(), One.Heard()), ("1", "A"), (A, toCaller), (One, toFirst), (Two, toSecond));
        Assert.Equal("", Two.Heard());

        second.End();
        ringing.End();
        await Settled(caller);
        await Speaks("still", () => (A.Heard(), One.Heard()), ("1", "A"), (A, toCaller), (One, toFirst));
        first.End();
        caller.End();
        await NothingLeft();
    }

    [Fact]
    public async Task Legs_Parted_HearNothing_AndAreJoinedAgain()
    {
        var (caller, toCaller) = await AnsweredCaller();
        var (callee, toCallee) = await Callee("b1", caller, One);
        await caller.Join(callee);
        await Speaks("each hears the other", () => (A.Heard(), One.Heard()), ("1", "A"), (A, toCaller), (One, toCallee));
        await caller.Part(callee);
        await Silent("parted", (A, toCaller), (One, toCallee));
        await caller.Join(callee);
        await Speaks("joined again", () => (A.Heard(), One.Heard()), ("1", "A"), (A, toCaller), (One, toCallee));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Caller_WhoMadeNoOffer_AndAnswersOurs_IsJoinedAllTheSame(bool dialedBefore)
    {
        var (caller, _) = Begin("a", null);
        caller.TakeOffer(ReadOnlyMemory<byte>.Empty);
        var toCaller = (await caller.AnswerCaller([])).Description;
        var (callee, toCallee) = dialedBefore ? await Callee("b1", caller, One) : default;
        Assert.Null((await caller.TakeAnswer(A.Sdp(), early: false)).Problem);
        if (!dialedBefore) (callee, toCallee) = await Callee("b1", caller, One);
        await Silent("before the bridge", (A, toCaller), (One, toCallee));

        Assert.Null((await caller.Join(callee)).Problem);
        await Speaks("each hears the other", () => (A.Heard(), One.Heard()), ("1", "A"), (A, toCaller), (One, toCallee));
        caller.End();
        callee.End();
        await NothingLeft();
    }

    [Fact]
    public async Task Caller_HearsTheMediaThatComeBeforeTheAnswer()
    {
        var (caller, user) = Begin("a", null);
        caller.TakeOffer(A.Sdp());
        var (callee, _) = Begin("b1", caller);
        var offer = (await callee.Offer(Target)).Description;
        Assert.Null((await callee.TakeAnswer(One.Sdp(), early: true)).Problem);
        var answer = (await caller.AnswerCaller([])).Description;
        await Silent("before he is to hear it", (One, offer), (A, answer));
        await callee.BeHeard();

        await Speaks("ringback", () => A.Heard(), "1", (One, offer), (A, answer));
        await callee.BeSilent();
        await Silent("beside another", (One, offer), (A, answer));
        await callee.BeHeard();
        await Speaks("again", () => A.Heard(), "1", (One, offer), (A, answer));
        Assert.Empty(user.Digits);
    }

    [Fact]
    public async Task Digits_OfALegThatIsBlocked_AreTold()
    {
        var (caller, _) = await AnsweredCaller();
        var (callee, user) = Begin("b1", caller);
        var offer = (await callee.Offer(Target)).Description;
        await callee.TakeAnswer(One.Sdp(), early: false);
        One.Speak(offer);
        One.Press(offer, 5);

        await Until("the digit comes", () => !user.Digits.IsEmpty);
        Assert.Equal(['5'], user.Digits);
    }

    [Fact]
    public async Task Digits_OfALegThatWasHeardBeforeItsAnswer_AreTold_AndItHearsNobodyAnyMore()
    {
        var (caller, toCaller) = await AnsweredCaller();
        var (callee, user) = Begin("b1", caller);
        var offer = (await callee.Offer(Target)).Description;
        await callee.TakeAnswer(One.Sdp(), early: true);
        await callee.BeHeard();
        await Speaks("heard before its answer", () => A.Heard(), "1", (One, offer), (A, toCaller));
        Assert.Null((await callee.TakeAnswer(One.Sdp(), early: false)).Problem);
        await Silent("while it is asked", (One, offer), (A, toCaller));
        One.Press(offer, 5);
        A.Press(toCaller, 6);

        await Until("both digits come", () => !user.Digits.IsEmpty && !Users["a"].Digits.IsEmpty);
        Assert.Equal(("5", "6"), (string.Concat(user.Digits), string.Concat(Users["a"].Digits)));
        await caller.Join(callee);
        await Speaks("each hears the other", () => (A.Heard(), One.Heard()), ("1", "A"), (A, toCaller), (One, offer));
    }

    [Fact]
    public async Task Digits_OfLegsThatAreParted_OrWhosePeerIsGone_AreTold()
    {
        var (caller, toCaller) = await AnsweredCaller();
        var (callee, toCallee) = await Callee("b1", caller, One);
        await caller.Join(callee);
        await caller.Part(callee);
        A.Press(toCaller, 1);
        One.Press(toCallee, 2);
        await Until("both digits come", () => !Users["b1"].Digits.IsEmpty && !Users["a"].Digits.IsEmpty);
        await caller.Join(callee);
        callee.End();

        await Until("the digit of who is left comes", () =>
        {
            A.Press(toCaller, 3);
            return Users["a"].Digits.Contains('3');
        });
        Assert.Equal(['2'], Users["b1"].Digits);
    }

    [Fact]
    public async Task Ringback_GoesOn_WhileLegsComeAndGo()
    {
        var (caller, toCaller) = await AnsweredCaller();
        A.Speak(toCaller);
        await caller.Play(new Play("a", "p1", ["ring:30:de"], Repeat: false));
        await Until("ringback is heard", () => A.Heard().Length > 0);
        for (var leg = 1; leg < 4; leg++)
        {
            var (callee, _) = Begin($"b{leg}", caller);
            await callee.Offer(Target);
            await callee.TakeAnswer(One.Sdp(), early: false);
            callee.End();
            A.Heard();
            await Until($"ringback is heard behind leg {leg}", () => A.Heard().Length > 0);
        }
    }

    [Fact]
    public async Task Digits_AreSentToALegInNoBridge()
    {
        var (caller, toCaller) = await AnsweredCaller();
        A.Speak(toCaller);
        Assert.Null((await caller.SendDigits("1#")).Problem);

        await Until("both digits have come", () => A.Heard() is not null && A.Digits.Count == 2);
        Assert.Equal([1, 11], A.Digits);
        Assert.Empty(Users["a"].Digits);
    }

    [Fact]
    public async Task Digits_AreSentWithinABridge_AndDoNotComeBackAsTheOtherEnds()
    {
        var (caller, toCaller) = await AnsweredCaller();
        var (callee, toCallee) = await Callee("b1", caller, One);
        await caller.Join(callee);
        await Speaks("each hears the other", () => (A.Heard(), One.Heard()), ("1", "A"), (A, toCaller), (One, toCallee));
        var sending = callee.SendDigits("7").AsTask();
        await Until("the digit has come", () =>
        {
            A.Speak(toCaller);
            One.Speak(toCallee);
            return One.Heard() is not null && One.Digits.Count == 1 && sending.IsCompleted;
        });
        A.Press(toCaller, 7);
        await Until("the caller's own digit is told", () =>
        {
            A.Speak(toCaller);
            return !Users["a"].Digits.IsEmpty;
        });

        Assert.Equal([7], One.Digits.Take(1));
        Assert.Equal(['7'], Users["a"].Digits);
        Assert.Empty(A.Digits);
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
        A.Speak(toCaller);
        Assert.Null((await caller.Play(new Play("a", "p1", ["ring:us"], Repeat: true))).Problem);
        await Until("ringback is heard", () => A.Heard().Length > 0);
        await caller.StopPlaying("p1");

        Assert.Null((await caller.Play(new Play("a", "p2", ["silence:0.1", "silence:0.1"], Repeat: false))).Problem);
        await Until("the playback is over", () => Users["a"].Ended.Contains(("p2", null)));
        Assert.DoesNotContain(Users["a"].Ended, ended => ended.Id == "p1");
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
        var (callee, toCallee) = await Callee("b1", caller, One);
        await caller.Join(callee);
        var held = await callee.TakeReoffer(One.Sdp("sendonly"));
        Assert.Null(held.Problem);
        Assert.Contains("a=recvonly", System.Text.Encoding.UTF8.GetString(held.Description.Span), StringComparison.Ordinal);
        Assert.Equal(RtpEnd.Towards(toCallee), RtpEnd.Towards(held.Description));
        var back = await callee.TakeReoffer(One.Sdp());

        await Speaks("each hears the other again", () => (A.Heard(), One.Heard()), ("1", "A"), (A, toCaller), (One, back.Description));
    }

    // A re-INVITE without an offer, of one that holds: it is offered what it was told, but both ways, and its ACK answers, perhaps from another place.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Phone_ThatWantsOurOffer_AndAnswersIt_StaysInItsBridge(bool isCaller)
    {
        var (caller, toCaller) = await AnsweredCaller();
        var (callee, toCallee) = await Callee("b1", caller, One);
        await caller.Join(callee);
        await Speaks("each hears the other", () => (A.Heard(), One.Heard()), ("1", "A"), (A, toCaller), (One, toCallee));
        var asking = isCaller ? caller : callee;
        Assert.Null((await asking.TakeReoffer((isCaller ? A : One).Sdp("sendonly"))).Problem);
        var offered = await asking.TakeReoffer(default);
        Assert.Null(offered.Problem);
        Assert.Contains("a=sendrecv", System.Text.Encoding.UTF8.GetString(offered.Description.Span), StringComparison.Ordinal);
        Assert.Null((await asking.TakeReanswer(Two.Sdp())).Problem);

        var (toOther, other, voice) = isCaller ? (toCallee, One, "1") : (toCaller, A, "A");
        await Speaks("each hears the other from the new place", () => (other.Heard(), Two.Heard()), ("2", voice), (other, toOther), (Two, offered.Description));
    }

    [Fact]
    public async Task Engine_ThatDies_LosesItsMedia()
    {
        await AnsweredCaller();
        Engine.Kill();

        await Until("the leg is told", () => Users["a"].IsGone);
        Assert.Equal(0, Media.CallCount);
        var (late, _) = Begin("late", null);
        Assert.Equal("no media engine is alive", (await late.Offer(Target)).Problem);
    }

    [Fact]
    public async Task Engine_ThatWasOnlyAway_KeepsNothingOfTheCallsItHad()
    {
        await AnsweredCaller();
        await AnsweredCaller("t", One);
        await Engine.Halt();
        await Until("the legs are told", () => Users["a"].IsGone && Users["t"].IsGone);
        await Engine.GoOn();

        await Until("the engine is alive", () => Media.IsAnyAlive);
        await NothingLeft();
    }
}
