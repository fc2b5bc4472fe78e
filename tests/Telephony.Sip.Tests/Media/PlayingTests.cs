using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Media;
using Orchestrator.Telephony.Sip.Media.Sounds;
using Orchestrator.Telephony.Sip.Tests.Phones;

namespace Orchestrator.Telephony.Sip.Tests.Media;

/// <summary>What a leg hears of a playback that is held, goes on, and is made quieter, by a real rtpengine.</summary>
public class PlayingTests : AnchorBench
{
    private const int Rate = 8000;
    private const int First = 440;
    private const int Then = 1000;
    private const string File = "https://example.com/prompt.wav";
    private const string SlowFile = "https://example.com/slow.wav";

    /// <summary>Two seconds of one tone, and many of another.</summary>
    private readonly byte[] _file = [.. Tone.Wave(First, 2), .. Tone.Wave(Then, 40).AsSpan(44)];

    private readonly TaskCompletionSource<FetchedAudio> _fetched = new();
    private ReadOnlyMemory<byte> _told;

    private protected override AudioDoor Audio => (url, _, _, _) => url.ToString() switch
    {
        File => Task.FromResult(new FetchedAudio(Whole(_file))),
        SlowFile => _fetched.Task,
        _ => Task.FromResult(FetchedAudio.Failed("the file's server answered 404")),
    };

    [Fact]
    public async Task Held_IsSilent_AndGoesOnWhereItWas()
    {
        var caller = await Hearing();
        await Hears("the first tone", First);
        await Hears("the second tone", Then);
        await caller.HoldPlaying("p1");
        await Silent("while the playback is held", (A, _told));
        A.Forget();
        caller.ResumePlaying("p1");

        var heard = new HashSet<int>();
        await Until("the second tone again", () =>
        {
            heard.Add(ToneOf(A.Listen()));
            return heard.Contains(Then);
        });
        Assert.DoesNotContain(First, heard);
        Assert.Empty(Users["a"].Ended);
    }

    [Fact]
    public async Task Volume_ChangedMeanwhile_IsHeard()
    {
        var caller = await Hearing();
        await Until("9000 is heard", () => Peak(A.Listen()) is > 8500 and < 9500);
        caller.SetVolume("p1", -6);
        await Until("half of it is heard", () => Peak(A.Listen()) is > 4200 and < 4800);
        await caller.HoldPlaying("p1");
        caller.SetVolume("p1", 0);
        await Silent("while the playback is held", (A, _told));
        caller.ResumePlaying("p1");

        await Until("all of it is heard", () => Peak(A.Listen()) is > 8500 and < 9500);
    }

    [Fact]
    public async Task Held_BeforeItWasHad_DoesNotBegin_UntilItGoesOn()
    {
        var (caller, _) = await AnsweredCaller();
        await caller.Play(new Play("a", "p1", [SlowFile], Repeat: false));
        await caller.HoldPlaying("p1");
        _fetched.SetResult(new FetchedAudio(Tone.Wave(First, 0.1)));
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        caller.ResumePlaying("another");
        Assert.Empty(Users["a"].Ended);
        caller.ResumePlaying("p1");

        await Until("it has ended", () => Users["a"].Ended.Contains(("p1", null)));
    }

    [Fact]
    public async Task Stop_OfOneThatIsOver_LeavesTheNextAlone()
    {
        var caller = await Hearing();
        Assert.Null((await caller.Play(new Play("a", "p2", [File], Repeat: false))).Problem);
        await caller.StopPlaying("p1");
        await caller.HoldPlaying("p1");

        A.Listen();
        A.Forget();
        await Hears("the next one", First);
    }

    [Fact]
    public async Task Silence_InPlaceOfAnotherPlayback_IsSilent()
    {
        var caller = await Hearing();
        await Hears("the first tone", First);
        Assert.Null((await caller.Play(new Play("a", "p2", ["silence:60"], Repeat: false))).Problem);

        await Silent("when silence is played", (A, _told));
    }

    /// <summary>An engine plays whole rings: the rest of the last one is taken back.</summary>
    [Fact]
    public async Task Ring_OfAFraction_IsOverWhenItEnds()
    {
        (var caller, _told) = await AnsweredCaller();
        A.Speak(_told);
        Assert.Null((await caller.Play(new Play("a", "p1", ["ring:0.5:us"], Repeat: false))).Problem);
        await Until("it is heard", () => A.Heard().Length > 0);
        await Until("it has ended", () => Users["a"].Ended.Contains(("p1", null)));

        await Silent("behind its end", (A, _told));
    }

    [Theory]
    [InlineData("the file's server answered 404", "https://example.com/missing")]
    [InlineData("2 of 3: the file's server answered 404", "silence:0", "https://example.com/missing", "silence:1")]
    [InlineData("found nothing to hear, which cannot be repeated", "silence:0")]
    public async Task Play_OfWhatCannotBeHad_EndsSayingWhy(string problem, params string[] playables)
    {
        var (caller, _) = await AnsweredCaller();
        Assert.Null((await caller.Play(new Play("a", "p1", playables, Repeat: true))).Problem);

        await Until("it has ended", () => !Users["a"].Ended.IsEmpty);
        Assert.Equal(("p1", problem), Assert.Single(Users["a"].Ended));
    }

    private async Task<MediaLeg> Hearing()
    {
        (var caller, _told) = await AnsweredCaller();
        A.Speak(_told);
        Assert.Null((await caller.Play(new Play("a", "p1", [File], Repeat: false))).Problem);
        return caller;
    }

    private Task Hears(string phase, int hertz) => Until(phase, () => ToneOf(A.Listen()) == hertz);

    /// <summary>0: neither.</summary>
    private static int ToneOf(short[] samples) => Tone.IsIn(samples, Rate, First) ? First : Tone.IsIn(samples, Rate, Then) ? Then : 0;

    private static int Peak(short[] samples) => samples.Length == 0 ? 0 : samples.Max(sample => Math.Abs((int)sample));

    /// <summary>Its header tells of all of its samples.</summary>
    private static byte[] Whole(byte[] file) => WaveFile.Of(file.AsSpan(44), WaveFile.Pcm, 16_000, bytesPerSample: 2);
}
