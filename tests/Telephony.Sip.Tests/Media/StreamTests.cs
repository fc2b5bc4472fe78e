using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Sip.Tests.Media;

/// <summary>A stream's medium on a real rtpengine: what the caller says comes out of it, and what it is told to play he hears.</summary>
public sealed class StreamTests : AnchorBench
{
    [Theory]
    [InlineData("PCMU")]
    [InlineData("PCMU@16000h")]
    [InlineData("L16@24000h@40i")]
    [InlineData("G722")]
    public async Task Caller_JoinedToAStream_IsHeardByIt_AndHearsIt(string codec)
    {
        var format = StreamFormat.Read(codec)!;
        var (caller, toCaller) = await AnsweredCaller();
        var (leg, _) = Begin("b1", caller);
        var (stream, problem) = await leg.OpenStream(format, Target);
        Assert.Null(problem);
        using var _ = stream;
        Assert.Null((await caller.Join(leg)).Problem);

        byte[] silence = format.Silence(), sound = [.. Enumerable.Range(0, format.FrameBytes).Select(at => (byte)(at / 4 % 2 == 0 ? 0x20 : 0xA0))];
        var (isHeard, hears) = (false, false);
        for (var frame = 0; frame < 1000 && !(isHeard && hears); frame++)
        {
            A.Speak(toCaller);
            stream!.Play(sound);
            isHeard |= (await stream.Read(default))!.Value.Frame.Span.IndexOfAnyExcept(silence[0]) >= 0;
            hears |= A.Heard().Any(voice => voice is not ((char)0xFF or (char)0x7F or (char)0xFE or (char)0x7E));
        }

        Assert.Equal((true, true), (isHeard, hears));
        await Until("the caller's digit is told", () =>
        {
            A.Press(toCaller, 5);
            A.Speak(toCaller);
            return !Users["a"].Digits.IsEmpty;
        });
        leg.End();
        caller.End();
        await NothingLeft();
    }

    /// <summary>Cancelled while its INVITE, or its handshake, is being prepared.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Leg_ThatIsOverBeforeItHasMedia_LeavesNothingAtTheEngine(bool isStream)
    {
        var (leg, _) = Begin("b1", caller: null);
        leg.End();
        if (isStream) (await leg.OpenStream(StreamFormat.Read("PCMU")!, Target)).Audio?.Dispose();
        else await leg.Offer(Target);

        await NothingLeft();
    }

    [Fact]
    public async Task Stream_OfWhatTheEngineCannotMake_IsRefusedByName()
    {
        var (caller, _) = await AnsweredCaller();

        Assert.Equal("the media engine makes no audio/G722 of 8000 Hz", (await Begin("b1", caller).Leg.OpenStream(StreamFormat.Read("G722@8000h")!, Target)).Problem);
    }
}
