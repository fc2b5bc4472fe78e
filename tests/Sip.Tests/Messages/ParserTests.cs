using System.Text;
using Orchestrator.Sip.Messages;

namespace Orchestrator.Sip.Tests.Messages;

public class ParserTests
{
    private const string Head =
        "OPTIONS sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nFrom: <sip:a@b.example>;tag=1\r\n" +
        "To: <sip:bob@example.com>\r\nCall-ID: 1\r\nCSeq: 1 OPTIONS\r\n";

    [Theory]
    [InlineData("X: a\nY: b\r\n", "bare CR or LF")]
    [InlineData("X: a\rY: b\r\n", "bare CR or LF")]
    [InlineData("no colon\r\n", "header name")]
    [InlineData("a b: c\r\n", "header name")]
    [InlineData(": c\r\n", "header name")]
    public void HeaderLine_ThatAnotherElementWouldReadOtherwise_IsRefused(string line, string what) =>
        Assert.Equal($"Bad Request - {what}", Parse(Head + line + "\r\n").Fault?.Phrase);

    [Fact]
    public void Head_ThatDoesNotEnd_IsRefused() => Assert.Equal(400, Parse(Head).Fault?.Status);

    [Theory]
    [InlineData(8 * 1024 + 1, 1, "line too long")]
    [InlineData(1, 300, "too many headers")]
    [InlineData(8000, 20, "head too long")]
    public void Message_BeyondALimit_IsRefused(int length, int count, string what)
    {
        var lines = string.Concat(Enumerable.Repeat($"X: {new string('x', length)}\r\n", count));

        Assert.Equal($"Bad Request - {what}", Parse(Head + lines + "\r\n").Fault?.Phrase);
    }

    [Fact]
    public void Body_BeyondItsLimit_Is513() =>
        Assert.Equal(513, SipParser.Parse(Bytes(Head + "\r\n" + new string('x', 11)), new SipLimits { Body = 10 }).Fault?.Status);

    [Fact]
    public void Body_WithoutContentLength_IsTheRestOfTheDatagram() => Assert.Equal("hello", Parse(Head + "\r\nhello").Message!.BodyText);

    [Theory]
    [InlineData("")]
    [InlineData("\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("\0\u0001\u0002")]
    public void Garbage_OfNoRequest_LeavesNobodyToAnswer(string text)
    {
        var (message, fault) = Parse(text);

        Assert.NotNull(fault);
        Assert.True(message is null || message.Headers.Count == 0);
    }

    [Fact]
    public void Values_SharingALine_AreToldApart()
    {
        var message = Parse(Head + "Contact: \"a, b\" <sip:a@h;x=1,2>;q=1 , <sip:b@h>\r\nm: sip:c@h\r\n\r\n").Message!;

        Assert.Equal(["a", "b", "c"], message.Contacts.Select(contact => contact.Uri.User));
        Assert.Equal("a, b", message.Contacts[0].DisplayName);
    }

    [Fact]
    public void TypedAccessors_AfterAChange_ReadTheNewValue()
    {
        var message = Parse(Head + "\r\n").Message!;
        Assert.Null(message.To.Tag);

        message.Headers.Set(HeaderNames.To, "<sip:bob@example.com>;tag=2");

        Assert.Equal("2", message.To.Tag);
    }

    [Fact]
    public void ParsingAnInvite_AllocatesLittle()
    {
        var bytes = TortureMessage.Of("inv2543").Bytes;
        SipParser.Parse(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) SipParser.Parse(bytes);

        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 100, 1, 8 * 1024);
    }

    private static SipParseResult Parse(string text) => SipParser.Parse(Bytes(text));

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
