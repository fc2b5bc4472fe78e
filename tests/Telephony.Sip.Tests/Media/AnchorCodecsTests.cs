using System.Text;
using Orchestrator.Sip.Sdp;

namespace Orchestrator.Telephony.Sip.Tests.Media;

/// <summary>A caller who is to be answered in certain codecs, with a real rtpengine in between.</summary>
public sealed class AnchorCodecsTests : AnchorBench
{
    [Theory]
    [InlineData("PCMA", "PCMA")]
    [InlineData("G722,PCMU", "G722")]
    [InlineData("G729,pcmu", "PCMU")]
    public async Task Caller_IsAnsweredInTheFirstThatHeHas(string codecs, string answered)
    {
        var (caller, _) = Begin("a", null);
        caller.TakeOffer(Offer);
        var answer = await caller.AnswerCaller(codecs.Split(','));

        Assert.Equal((null, $"{answered} telephone-event"), (answer.Problem, Codecs(answer.Description)));
        // When he holds, too.
        var held = await caller.TakeReoffer(Offer);
        Assert.Equal($"{answered} telephone-event", Codecs(held.Description));
    }

    [Fact]
    public async Task Caller_IsHeardByWhoeverSpeaksSomethingElse()
    {
        var (caller, _) = Begin("a", null);
        caller.TakeOffer(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(A.Sdp()).Replace("AVP 0 101", "AVP 8 0 101", StringComparison.Ordinal)));
        var toCaller = (await caller.AnswerCaller(["PCMU"])).Description;
        var (callee, toCallee) = await Callee("b1", caller, One);
        Assert.Null((await caller.Join(callee)).Problem);

        await Speaks("each hears the other", () => (A.Heard(), One.Heard()), ("1", "A"), (A, toCaller), (One, toCallee));
    }

    [Theory]
    [InlineData("opus")]
    [InlineData("G729")]
    [InlineData("telephone-event")]
    public async Task Caller_WhoCannotBeAnsweredInThem_IsNot(string codecs)
    {
        var (caller, _) = Begin("a", null);
        caller.TakeOffer(Offer);

        Assert.Equal($"found codecs PCMU, PCMA, G722, G729, expected some of {codecs}", (await caller.AnswerCaller([codecs])).Problem);
    }

    [Fact]
    public async Task Caller_WithoutAnOffer_IsOfferedThem()
    {
        var (caller, _) = Begin("a", null);
        caller.TakeOffer(ReadOnlyMemory<byte>.Empty);

        Assert.Equal("G722 PCMA telephone-event", Codecs((await caller.AnswerCaller(["G722", "PCMA"])).Description));
    }

    private static byte[] Offer { get; } = Encoding.ASCII.GetBytes(
        "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0 8 9 18 101\r\na=rtpmap:101 telephone-event/8000\r\n");

    private static string Codecs(ReadOnlyMemory<byte> description)
    {
        Assert.True(SessionDescription.TryParse(description.Span, out var sdp));
        return string.Join(' ', sdp.Media[0].Codecs.Select(codec => codec.Name).Distinct());
    }
}
