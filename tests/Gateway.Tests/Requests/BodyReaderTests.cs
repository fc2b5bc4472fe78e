using Microsoft.AspNetCore.Http;
using Orchestrator.Gateway.Requests;

namespace Orchestrator.Gateway.Tests.Requests;

public sealed class BodyReaderTests
{
    private const int Most = 64 * 1024;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(Most)]
    public async Task Body_UpToTheLimit_IsReadWhole(int length)
    {
        var bytes = Enumerable.Range(0, length).Select(number => (byte)number).ToArray();

        Assert.Equal(bytes, (await BodyReader.Read(Request(new MemoryStream(bytes), length), Most, default))!.Value.ToArray());
        Assert.Equal(bytes, (await BodyReader.Read(Request(new MemoryStream(bytes), null), Most, default))!.Value.ToArray());
    }

    [Fact]
    public async Task Body_AnnouncedTooLong_IsRefusedUnread()
    {
        var body = new Endless();

        Assert.Null(await BodyReader.Read(Request(body, Most + 1), Most, default));
        Assert.Equal(0, body.Given);
    }

    [Fact]
    public async Task Body_EndlessInChunks_IsRefusedSoonAfterTheLimit()
    {
        var body = new Endless();

        Assert.Null(await BodyReader.Read(Request(body, null), Most, default));
        Assert.InRange(body.Given, Most, 2 * Most);
    }

    private static HttpRequest Request(Stream body, long? length)
    {
        var request = new DefaultHttpContext().Request;
        (request.Body, request.ContentLength) = (body, length);
        return request;
    }

    private sealed class Endless : Stream
    {
        public long Given { get; private set; }
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            Given += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
