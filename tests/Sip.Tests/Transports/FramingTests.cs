using System.Text;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Tests.Transports;

public class FramingTests
{
    private const string Message = "OPTIONS sip:a@b SIP/2.0\r\nl: 5\r\nX: y\r\n\r\nhello";

    [Fact]
    public void Stream_CutAnywhere_GivesTheSameFrames()
    {
        var stream = Encoding.UTF8.GetBytes("\r\n\r\n" + Message + "\r\n" + Message + Message.Replace("l: 5", "Content-Length : 5") + "\r\n\r\n");
        for (var cut = 1; cut < stream.Length; cut++)
            Assert.Equal("Ping Message Blank Message Message Ping", Frames(stream, cut));
    }

    [Theory]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nX: y\r\n\r\n")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nl: -1\r\n\r\n")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nl: 1\r\nContent-Length: 2\r\n\r\n")]
    [InlineData("OPTIONS sip:a@b SIP/2.0\r\nl: 999999999\r\n\r\n")]
    [InlineData("\rX")]
    public void Frame_WithoutAnEndThatAllAgreeOn_BreaksTheConnection(string text) =>
        Assert.Equal(FrameKind.Broken, StreamFraming.Next(Encoding.UTF8.GetBytes(text), SipLimits.Default).Kind);

    [Fact]
    public void Head_LongerThanItsLimit_BreaksTheConnection() =>
        Assert.Equal(FrameKind.Broken, StreamFraming.Next(new byte[70_000].Select(_ => (byte)'x').ToArray(), SipLimits.Default).Kind);

    private static string Frames(byte[] stream, int cut)
    {
        var kinds = new List<FrameKind>();
        var buffer = new List<byte>();
        foreach (var chunk in stream.Chunk(cut))
        {
            buffer.AddRange(chunk);
            while (true)
            {
                var (kind, length) = StreamFraming.Next(buffer.ToArray(), SipLimits.Default);
                if (kind == FrameKind.Incomplete) break;
                kinds.Add(kind);
                buffer.RemoveRange(0, length);
            }
        }
        return string.Join(' ', kinds);
    }
}
