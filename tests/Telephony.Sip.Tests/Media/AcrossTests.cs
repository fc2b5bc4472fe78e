using Orchestrator.Telephony.Sip.Media;
using Orchestrator.Telephony.Sip.Tests.Rtpengine;

namespace Orchestrator.Telephony.Sip.Tests.Media;

/// <summary>Legs that are not of one call: of two callers, on one engine or two.</summary>
public sealed class AcrossTests : AnchorBench
{
    private Daemon _otherEngine = null!;
    private AnchoredMedia _other = null!;

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        (_otherEngine, _other) = await Start();
        Hear(_otherEngine);
    }

    public override async Task DisposeAsync()
    {
        await _other.DisposeAsync();
        _otherEngine.Dispose();
        await base.DisposeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TwoCallers_JoinedAndParted_HearEachOtherEachTime(bool onTwoEngines)
    {
        var (waiter, toWaiter) = await AnsweredCaller();
        var (taker, toTaker) = await AnsweredCaller("t", One, onTwoEngines ? _other : null);
        for (var round = 1; round < 3; round++)
        {
            await Silent($"before round {round}", (A, toWaiter), (One, toTaker));
            if (onTwoEngines) await JoinByHalves(waiter, taker);
            else Assert.Null((await waiter.Join(taker)).Problem);
            await Speaks($"each hears the other, round {round}", () => (A.Heard(), One.Heard()), ("1", "A"), (A, toWaiter), (One, toTaker));
            if (!onTwoEngines) await waiter.Part(taker);
            foreach (var half in onTwoEngines ? [waiter, taker] : Array.Empty<MediaLeg>()) await half.Part(null);
        }

        A.Press(toWaiter, 5);
        One.Press(toTaker, 6);
        await Until("the digits of both are told", () => !Users["a"].Digits.IsEmpty && !Users["t"].Digits.IsEmpty);
        Assert.Equal(("5", "6"), (string.Concat(Users["a"].Digits), string.Concat(Users["t"].Digits)));
        await Silent("parted", (A, toWaiter), (One, toTaker));
    }

    // What an engine that is lost, or an owner that was brought back, makes of it: every half is asked for again.
    [Fact]
    public async Task Half_AskedForAgain_AnswersAsBefore()
    {
        var (waiter, toWaiter) = await AnsweredCaller();
        var (taker, toTaker) = await AnsweredCaller("t", One, _other);
        var first = await waiter.JoinAcross("t", default);
        Assert.Equal(first.Description.ToArray(), (await waiter.JoinAcross("t", default)).Description.ToArray());
        var second = await taker.JoinAcross("a", first.Description);
        Assert.Equal(second.Description.ToArray(), (await taker.JoinAcross("a", first.Description)).Description.ToArray());
        for (var again = 0; again < 2; again++) Assert.Equal(first.Description.ToArray(), (await waiter.JoinAcross("t", second.Description)).Description.ToArray());

        await Speaks("each hears the other", () => (A.Heard(), One.Heard()), ("1", "A"), (A, toWaiter), (One, toTaker));
    }

    [Fact]
    public async Task Caller_WhoseTakerHangsUp_HearsNobody_AndThenHisNextCallee()
    {
        var (waiter, toWaiter) = await AnsweredCaller();
        var (taker, toTaker) = await AnsweredCaller("t", One);
        await waiter.Join(taker);
        await Speaks("each hears the other", () => (A.Heard(), One.Heard()), ("1", "A"), (A, toWaiter), (One, toTaker));
        taker.End();
        await Until("his digit is told", () =>
        {
            A.Press(toWaiter, 3);
            return !Users["a"].Digits.IsEmpty;
        });
        var (callee, toCallee) = await Callee("b1", waiter, Two);
        await waiter.Join(callee);

        await Speaks("each hears the other", () => (A.Heard(), Two.Heard()), ("2", "A"), (A, toWaiter), (Two, toCallee));
    }

    [Fact]
    public async Task Digits_AreSentToALegWhosePeerIsAcross()
    {
        var (waiter, toWaiter) = await AnsweredCaller();
        var (taker, toTaker) = await AnsweredCaller("t", One, _other);
        await JoinByHalves(waiter, taker);
        await Speaks("each hears the other", () => (A.Heard(), One.Heard()), ("1", "A"), (A, toWaiter), (One, toTaker));
        var sending = waiter.SendDigits("7").AsTask();
        await Until("the digit has come", () =>
        {
            A.Speak(toWaiter);
            One.Speak(toTaker);
            return A.Heard() is not null && A.Digits.Count > 0 && sending.IsCompleted;
        });

        Assert.Equal([7], A.Digits.Distinct());
        Assert.Empty(Users["t"].Digits);
        Assert.Empty(Users["a"].Digits);
    }

    // A call of the API's dial has no caller: its connect joins two legs that we have dialed.
    [Fact]
    public async Task Legs_BothDialed_HearEachOther()
    {
        var (dialed, toDialed) = await Callee("d", null, One);
        var (callee, toCallee) = await Callee("b1", dialed, Two);
        Assert.Null((await dialed.Join(callee)).Problem);

        await Speaks("each hears the other", () => (One.Heard(), Two.Heard()), ("2", "1"), (One, toDialed), (Two, toCallee));
    }

    private static async Task JoinByHalves(MediaLeg waiter, MediaLeg taker)
    {
        var offer = await waiter.JoinAcross("t", default);
        var answer = await taker.JoinAcross("a", offer.Description);
        Assert.Null((await waiter.JoinAcross("t", answer.Description)).Problem);
    }
}
