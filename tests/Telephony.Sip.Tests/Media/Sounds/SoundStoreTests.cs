using System.Text;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Configuration;
using Orchestrator.Telephony.Sip.Media.Sounds;
using Orchestrator.Telephony.Sip.Tests.Phones;

namespace Orchestrator.Telephony.Sip.Tests.Media.Sounds;

/// <summary>Files and words become waves, by the real ffmpeg and espeak-ng.</summary>
public class SoundStoreTests
{
    private const string Url = "https://example.com/prompt.wav";

    private readonly FakeTimeProvider _time = new();
    private readonly SoundSettings _settings = new() { Speech = "espeak-ng" };
    private byte[] _file = Tone.Wave(440, 1.5);
    private int _fetched;

    [Fact]
    public async Task File_IsFetchedOnce_AndAgainWhenItIsOld()
    {
        var store = Store();
        var sound = await Get(store, Url);
        Assert.Same(sound, await Get(store, Url));
        Assert.Equal((1, 1.5), (_fetched, sound.Length.TotalSeconds));

        _time.Advance(_settings.KeepFor);
        await Get(store, Url);
        Assert.Equal(2, _fetched);
    }

    [Fact]
    public async Task File_ThatFails_IsNotRemembered()
    {
        var store = Store(problem: "the file's server answered 503");
        Assert.Equal("the file's server answered 503", (await Get(store, Url)).Problem);
        await Get(store, Url);

        Assert.Equal(2, _fetched);
    }

    [Fact]
    public async Task Files_BeyondWhatIsKept_PushOutTheOldest()
    {
        _settings.MostBytesKept = 100_000; // two of 48 KB
        var store = Store();
        foreach (var name in (string[])["a", "b", "c", "c", "a"]) await Get(store, $"https://example.com/{name}");

        Assert.Equal(4, _fetched);
    }

    [Fact]
    public async Task File_OfAMinute_IsCutAtTheLongest()
    {
        _settings.Longest = TimeSpan.FromSeconds(1);

        Assert.Equal(1, (await Get(Store(), Url)).Length.TotalSeconds, precision: 2);
    }

    [Theory]
    [InlineData("this is no audio")]
    [InlineData("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")]
    [InlineData("ffconcat version 1.0\nfile '/etc/passwd'\n")]
    public async Task File_ThatIsNoAudio_OrNamesOthers_IsRefused(string content)
    {
        _file = Encoding.ASCII.GetBytes(content);

        Assert.StartsWith("ffmpeg could make nothing of it", (await Get(Store(), Url)).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Converter_ThatIsNotThere_IsNamed()
    {
        _settings.Converter = "no-such-program";

        Assert.Equal("the program no-such-program was not found", (await Get(Store(), Url)).Problem);
    }

    [Fact]
    public async Task Program_IsToldNothingOfOurEnvironment()
    {
        var environment = await new BoundedProgram("env", TimeSpan.FromSeconds(30), 10_000, TimeProvider.System).Run([], default, default);

        Assert.All(
            System.Text.Encoding.UTF8.GetString(environment.Bytes.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.Matches("^(PATH|PWD|OLDPWD|SHLVL|_)=", line));
    }

    [Fact]
    public async Task Program_ThatWritesTooMuch_OrTakesTooLong_IsEnded()
    {
        var yes = await new BoundedProgram("yes", TimeSpan.FromSeconds(30), 10_000, TimeProvider.System).Run([], default, default);
        var sleep = await new BoundedProgram("sleep", TimeSpan.FromMilliseconds(100), 10_000, TimeProvider.System).Run(["60"], default, default);

        Assert.Equal(("yes wrote more than 10000 bytes", "sleep took longer than 0.1 s"), (yes.Problem, sleep.Problem));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData("Polly.Joanna", "en-US", "female")]
    [InlineData(null, "de", "male")]
    [InlineData(null, "xx-none", null)]
    [InlineData("-w/tmp/x", null, null)]
    public async Task Words_AreSpoken_WhateverVoiceIsWished(string? voice, string? language, string? gender)
    {
        var sound = await Get(Store(), "say:Press one; $(id) \"to\" -v confirm.", play => play with { Voice = voice, Language = language, Gender = gender });

        Assert.Null(sound.Problem);
        Assert.InRange(sound.Length.TotalSeconds, 1, 10);
        Assert.True(Peak(sound) > 1000);
    }

    [Fact]
    public void Words_WithoutASpeechEngine_AreRefusedByName()
    {
        _settings.Speech = null;

        Assert.Contains("Media:Sounds:Speech", Store().WhyNot("say:hello"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ring:us", 6, 1)]
    [InlineData("ring:9:us", 9, 2)]
    [InlineData("ring:0.5:de", 0.5, 1)]
    [InlineData("silence:2.5", 2.5, 1)]
    public async Task RingsAndSilence_AreSoLong(string playable, double seconds, int times)
    {
        var sound = await Get(Store(), playable);

        Assert.Equal((seconds, times), (sound.Length.TotalSeconds, sound.Times));
    }

    [Theory]
    [InlineData("ring:usa")]
    [InlineData("ring:x:us")]
    [InlineData("silence:x")]
    [InlineData("silence:-1")]
    [InlineData("say:")]
    [InlineData("tune:1")]
    [InlineData("http:")]
    public void Playable_ThatCannotBeRead_IsRefused(string playable) => Assert.NotNull(Store().WhyNot(playable));

    private static Task<Sound> Get(SoundStore store, string playable, Func<Play, Play>? change = null)
    {
        var play = new Play("leg", "p", [playable], Repeat: false);
        return store.Get(playable, change?.Invoke(play) ?? play, CancellationToken.None);
    }

    private SoundStore Store(string? problem = null) => new(
        _settings, _time,
        (_, _, _, _) =>
        {
            Interlocked.Increment(ref _fetched);
            return Task.FromResult(problem is null ? new FetchedAudio(_file) : FetchedAudio.Failed(problem));
        },
        Espeak.Of(_settings, TimeProvider.System));

    private static double Peak(Sound sound)
    {
        var samples = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, short>(sound.Wave.AsSpan(44));
        var peak = 0;
        foreach (var sample in samples) peak = Math.Max(peak, Math.Abs((int)sample));
        return peak;
    }
}
