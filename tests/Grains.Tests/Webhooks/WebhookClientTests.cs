using System.Net;
using System.Net.Sockets;
using Orchestrator.Grains.Tests.Webhooks.Support;
using Orchestrator.Grains.Webhooks;

namespace Orchestrator.Grains.Tests.Webhooks;

/// <summary>Single attempts against receivers that do what they should not, and the outcome of each.</summary>
public sealed class WebhookClientTests
{
    [Fact]
    public async Task Send_ConnectionResetBeforeStatusLine_IsReset()
    {
        await using var receiver = new RawReceiver(async (connection, stop) =>
        {
            await connection.ReadRequest(DeliveryHost.BodyText, stop);
            connection.Reset();
        });

        Assert.Equal(WebhookOutcome.Reset, await Outcome(receiver.Url));
    }

    [Fact]
    public async Task Send_ConnectionClosedWithoutReply_IsReset()
    {
        await using var receiver = new RawReceiver((connection, stop) => connection.ReadRequest(DeliveryHost.BodyText, stop));

        Assert.Equal(WebhookOutcome.Reset, await Outcome(receiver.Url));
    }

    [Fact]
    public async Task Send_HeadersThatNeverEnd_TimeOutAfterFiveSeconds()
    {
        await using var host = new DeliveryHost();
        var asked = new TaskCompletionSource();
        await using var receiver = new RawReceiver(async (connection, stop) =>
        {
            await connection.ReadRequest(DeliveryHost.BodyText, stop);
            await connection.Write("HTTP/1.1 200 OK\r\nX-Slow: ", stop);
            asked.SetResult();
            await connection.UntilClosed(stop);
        });

        var sending = host.Send(receiver.Url);
        await Deadline.For(asked.Task, "the request");
        host.Time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(sending.IsCompleted);
        host.Time.Advance(TimeSpan.FromSeconds(0.1));
        var result = await Deadline.For(sending, "the headers' timeout");

        Assert.Equal((WebhookOutcome.Timeout, null), (result.Outcome, result.Status));
        Assert.Equal(TimeSpan.FromSeconds(5), result.Duration);
    }

    [Fact]
    public async Task Send_OkThenBodyThatNeverEnds_IsOkAndClosedAtTenSeconds()
    {
        var time = new ObservedTime();
        await using var host = new DeliveryHost(time: time);
        var closed = new TaskCompletionSource();
        await using var receiver = new RawReceiver(async (connection, stop) =>
        {
            await connection.ReadRequest(DeliveryHost.BodyText, stop);
            await connection.Write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n.", stop);
            await connection.UntilClosed(stop);
            closed.SetResult();
        });

        var sending = host.Send(receiver.Url);
        await Deadline.For(time.NextIsDueIn(TimeSpan.FromSeconds(10)), "the headers");
        time.Advance(TimeSpan.FromSeconds(10));
        var result = await Deadline.For(sending, "the end of the attempt");

        Assert.Equal((WebhookOutcome.Ok, 200), (result.Outcome, result.Status));
        await Deadline.For(closed.Task, "the connection to be closed");
    }

    [Fact]
    public async Task Send_BodyOfMegabytes_FourKibibytesAreRead()
    {
        await using var host = new DeliveryHost();
        await using var receiver = await Receiver.Start((_, context) => context.Response.Body.WriteAsync(new byte[1 << 24]).AsTask());

        var result = await Deadline.For(host.Send(receiver.Url), "the attempt");

        Assert.Equal((WebhookOutcome.Ok, 4096), (result.Outcome, result.FirstBytes.Length));
    }

    [Fact]
    public async Task Send_CompressedBody_IsNotInflated()
    {
        byte[] zipped = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
        await using var host = new DeliveryHost();
        await using var receiver = await Receiver.Start((_, context) =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return context.Response.Body.WriteAsync(zipped).AsTask();
        });

        Assert.Equal(zipped, (await Deadline.For(host.Send(receiver.Url), "the attempt")).FirstBytes.ToArray());
    }

    [Fact]
    public async Task Send_Redirect_IsNotFollowed()
    {
        await using var elsewhere = await Receiver.Start(200);
        await using var receiver = await Receiver.Start((_, context) =>
        {
            context.Response.Redirect(elsewhere.Url);
            return Task.CompletedTask;
        });

        Assert.Equal(WebhookOutcome.Redirect, await Outcome(receiver.Url));
        Assert.False(elsewhere.Requests.TryRead(out _));
    }

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n\r\n", WebhookOutcome.ProtocolError)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", WebhookOutcome.ProtocolError)]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n", WebhookOutcome.ClientError)]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", WebhookOutcome.Ok)]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", WebhookOutcome.Ok)]
    public async Task Send_ReplyOutOfTheOrdinary_HasItsOutcome(string reply, WebhookOutcome outcome)
    {
        await using var receiver = Replying(reply);

        Assert.Equal(outcome, await Outcome(receiver.Url));
    }

    [Fact]
    public async Task Send_NobodyListens_IsConnectRefused()
    {
        using var taken = new Socket(SocketType.Stream, ProtocolType.Tcp);
        taken.Bind(new IPEndPoint(IPAddress.Loopback, 0));

        // Bound and not listening: the port is refused, and nobody else can get it meanwhile.
        Assert.Equal(WebhookOutcome.ConnectRefused, await Outcome($"http://127.0.0.1:{((IPEndPoint)taken.LocalEndPoint!).Port}"));
    }

    [Fact]
    public async Task Send_NameThatIsNone_IsDns() =>
        // A label of 64 characters is refused by the resolver itself; no name server is asked.
        Assert.Equal(WebhookOutcome.Dns, await Outcome($"http://{new string('a', 64)}.example/"));

    [Fact]
    public async Task Send_Aborted_ThrowsAndNothingElseDoes()
    {
        await using var host = new DeliveryHost();
        using var abort = new CancellationTokenSource();
        await using var receiver = new RawReceiver(async (connection, stop) =>
        {
            await connection.ReadRequest(DeliveryHost.BodyText, stop);
            await abort.CancelAsync();
            await connection.UntilClosed(stop);
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => host.Send(receiver.Url, abort.Token));
    }

    private static async Task<WebhookOutcome> Outcome(string url)
    {
        await using var host = new DeliveryHost();
        return (await Deadline.For(host.Send(url), "the attempt")).Outcome;
    }

    private static RawReceiver Replying(string reply) => new(async (connection, stop) =>
    {
        await connection.ReadRequest(DeliveryHost.BodyText, stop);
        await connection.Write(reply, stop);
        await connection.UntilClosed(stop);
    });
}
