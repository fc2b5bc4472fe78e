using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Tests.Webhooks.Support;
using Orchestrator.Outbound;

namespace Orchestrator.Grains.Tests.Webhooks;

[CollectionDefinition(nameof(ReceiversToSurviveTests), DisableParallelization = true)]
public sealed class ReceiversAlone;

/// <summary>
/// Receivers that do what none should, each against a real socket, through the whole fast phase and one slot: what each attempt came to,
/// how many there were, when the slot was free again (by the clock, which the test alone moves), and what all of it took of memory.
/// </summary>
[Collection(nameof(ReceiversToSurviveTests))]
public sealed class ReceiversToSurviveTests
{
    /// <summary>All that is allocated from the first attempt to the last, the receiver's part included: no peak is higher.</summary>
    private const long MostAllocated = 24 << 20;
    private static readonly TimeSpan Connect = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Headers = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Whole = TimeSpan.FromSeconds(10);
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    [Fact]
    public async Task DripBeforeHeaders_TimesOutAfterFiveSeconds()
    {
        await using var receiver = new RawReceiver(async (connection, stop) =>
        {
            await connection.ReadRequest(DeliveryHost.BodyText, stop);
            while (true)
            {
                await connection.Write("X", stop);
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stop);
            }
        });

        await Survives(receiver.Url, "timeout", attempts: 3, Headers, receiver);
    }

    [Fact]
    public async Task DripAfterOk_IsOkAndClosedAfterTenSeconds()
    {
        await using var receiver = new RawReceiver(async (connection, stop) =>
        {
            await connection.ReadRequest(DeliveryHost.BodyText, stop);
            await connection.Write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n", stop);
            while (true)
            {
                await connection.Write(".", stop);
                await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stop);
            }
        });

        await Survives(receiver.Url, "ok", attempts: 1, Whole, receiver);
    }

    [Fact]
    public async Task HundredMegabytes_IsOkAndFourKibibytesAreRead()
    {
        var piece = new byte[1 << 16];
        await using var receiver = await Receiver.Start(async (_, context) =>
        {
            context.Response.ContentLength = 100 << 20;
            for (var sent = 0; sent < 100 << 20; sent += piece.Length)
                await context.Response.Body.WriteAsync(piece);
        });

        await Survives(receiver.Url, "ok", attempts: 1);
    }

    [Fact]
    public async Task GzipBomb_IsNotInflated()
    {
        using var zipped = new MemoryStream();
        await using (var gzip = new GZipStream(zipped, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            for (var piece = new byte[1 << 20]; zipped.Length < 50_000;)
                await gzip.WriteAsync(piece);
        }

        var bomb = zipped.ToArray();
        await using var receiver = await Receiver.Start((_, context) =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return context.Response.Body.WriteAsync(bomb).AsTask();
        });

        await Survives(receiver.Url, "ok", attempts: 1);
    }

    [Fact]
    public async Task FloodOfInterimResponses_TimesOutAfterFiveSeconds()
    {
        await using var receiver = new RawReceiver(async (connection, stop) =>
        {
            await connection.ReadRequest(DeliveryHost.BodyText, stop);
            while (true)
            {
                await connection.Write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n", stop);
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, stop);
            }
        });

        await Survives(receiver.Url, "timeout", attempts: 3, Headers, receiver);
    }

    [Fact]
    public async Task OkBeforeTheRequestIsRead_IsOk()
    {
        await using var receiver = new RawReceiver(async (connection, stop) =>
        {
            await connection.Write("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", stop);
            await connection.UntilClosed(stop);
        });

        await Survives(receiver.Url, "ok", attempts: 1);
    }

    [Fact]
    public async Task ZeroWindow_TimesOutAfterFiveSeconds()
    {
        await using var receiver = new RawReceiver(async (connection, stop) =>
        {
            await connection.ReadByte(stop);
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stop);
        });

        await Survives(receiver.Url, "timeout", attempts: 3, Headers, receiver, body: new byte[6 << 20]);
    }

    [Fact]
    public async Task SynBlackHole_IsConnectTimeout()
    {
        using var deaf = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        deaf.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        deaf.Listen(0);
        var crowd = new List<Socket>();
        try
        {
            // Its queue is full of connections that nobody accepts: from then on the kernel drops what comes.
            for (var number = 0; number < 4; number++)
            {
                crowd.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
                using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
                await crowd[^1].ConnectAsync(deaf.LocalEndPoint!, soon.Token).AsTask().ContinueWith(_ => { }, TaskScheduler.Default);
            }

            await Survives($"http://{deaf.LocalEndPoint}/", "connect_timeout", attempts: 3, Connect);
        }
        finally
        {
            crowd.ForEach(socket => socket.Dispose());
        }
    }

    [Fact]
    public async Task HandshakeThatStalls_IsConnectTimeout()
    {
        await using var receiver = new RawReceiver((connection, stop) => connection.UntilClosed(stop));

        await Survives($"https://{receiver.Authority}/", "connect_timeout", attempts: 3, Connect);
    }

    [Fact]
    public async Task ResetInTheBodyAfterOk_IsOk()
    {
        await using var receiver = new RawReceiver(async (connection, stop) =>
        {
            await connection.ReadRequest(DeliveryHost.BodyText, stop);
            await connection.Write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n.", stop);
            // Once what was written has been read, which nobody tells a server: at once it would be thrown away with the rest.
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, stop);
            connection.Reset();
        });

        await Survives(receiver.Url, "ok", attempts: 1);
    }

    [Fact]
    public async Task HeaderOfSeventyKilobytes_IsProtocolError()
    {
        await using var receiver = new RawReceiver(async (connection, stop) =>
        {
            await connection.ReadRequest(DeliveryHost.BodyText, stop);
            await connection.Write($"HTTP/1.1 200 OK\r\nX-Big: {new string('x', 70_000)}\r\n\r\n", stop);
        });

        await Survives(receiver.Url, "protocol_error", attempts: 3);
    }

    /// <summary>The connection was good for the one before; whether the request was taken, nobody knows: it is repeated with its id.</summary>
    [Fact]
    public async Task CloseOfAReusedConnection_IsResetAndRetried()
    {
        await using var receiver = new RawReceiver(async (connection, stop) =>
        {
            await connection.ReadRequest(DeliveryHost.BodyText, stop);
            await connection.Write(Ok, stop);
            await connection.ReadRequest(DeliveryHost.BodyText, stop);
        });
        await using var host = Host();

        Assert.Equal(["ok"], (await Through(host, host.Entry(receiver.Url))).Select(attempt => attempt.Outcome));
        await Survives(host, host.Entry(receiver.Url), ["reset", "ok"]);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("0x7f.1")]
    [InlineData("2130706433")]
    [InlineData("127.1")]
    [InlineData("localhost")]
    [InlineData("127.0.0.1.")]
    [InlineData("①②⑦.⓪.⓪.①")]
    [InlineData("１２７.０.０.１")]
    public async Task LoopbackHoweverWritten_IsBlockedAndNobodyIsCalled(string host)
    {
        await using var receiver = await Receiver.Start(200);

        await Survives(
            $"http://{host}:{new Uri(receiver.Url).Port}",
            "blocked_address",
            attempts: 3,
            outbound: options => options.AllowLoopback = false,
            names: new Names(["127.0.0.1"]));

        Assert.False(receiver.Requests.TryRead(out _));
    }

    /// <summary>Its first address stands for a public one: it alone is open.</summary>
    [Fact]
    public async Task NameThatTurnsPrivate_IsBlockedAtTheNextConnection()
    {
        await using var receiver = await Receiver.Start((_, context) =>
        {
            context.Response.Headers.Connection = "close";
            return Task.CompletedTask;
        });
        var names = new Names(["127.0.0.1"], ["127.0.0.2"]);
        await using var host = Host(OnlyAt(receiver), names);

        Assert.Equal(["ok"], (await Through(host, host.Entry(Named(receiver)))).Select(attempt => attempt.Outcome));
        await Survives(host, host.Entry(Named(receiver)), ["blocked_address", "blocked_address", "blocked_address"]);

        Assert.Equal(1, receiver.Requests.Count);
        Assert.Equal(1 + 3 + 1, names.Asked);
    }

    [Fact]
    public async Task NameWithPublicAndPrivateAddresses_IsBlockedAltogether()
    {
        await using var receiver = await Receiver.Start(200);
        await using var host = Host(OnlyAt(receiver), new Names(["127.0.0.1", "10.0.0.1"]));

        await Survives(host, host.Entry(Named(receiver)), ["blocked_address", "blocked_address", "blocked_address"]);

        Assert.False(receiver.Requests.TryRead(out _));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", "ok", 1)]
    [InlineData("HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n", "ok", 1)]
    [InlineData("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n", "protocol_error", 3)]
    [InlineData("SSH-2.0-OpenSSH_9.6\r\n\r\n", "protocol_error", 3)]
    [InlineData("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: NTLM\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "client_error", 3)]
    [InlineData("HTTP/1.1 410 Gone\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "gone", 1)]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://169.254.169.254/latest\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "redirect", 3)]
    [InlineData("HTTP/1.1 429 Too Many\r\nRetry-After: 7\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "throttled", 1)]
    [InlineData("HTTP/1.1 429 Too Many\r\nRetry-After: 86400\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "throttled", 1)]
    [InlineData("HTTP/1.1 429 Too Many\r\nRetry-After: Sat, 01 Jan 2000 01:00:00 GMT\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "throttled", 1)]
    [InlineData("HTTP/1.1 429 Too Many\r\nRetry-After: abc\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "throttled", 3)]
    [InlineData("HTTP/1.1 429 Too Many\r\nRetry-After: -1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "throttled", 3)]
    [InlineData("HTTP/1.1 503 Busy\r\nRetry-After: 3\r\nConnection: close\r\nContent-Length: 0\r\n\r\n", "server_error", 3)]
    public async Task Reply_OutOfTheOrdinary_HasItsOutcomeAndAttempts(string reply, string outcome, int attempts)
    {
        var connections = 0;
        await using var receiver = new RawReceiver(async (connection, stop) =>
        {
            Interlocked.Increment(ref connections);
            await connection.ReadRequest(DeliveryHost.BodyText, stop);
            await connection.Write(reply, stop);
            await connection.UntilClosed(stop);
        });

        await Survives(receiver.Url, outcome, attempts);
        // Neither an authentication dance nor a redirect: one connection an attempt, and one for the slot's next user.
        Assert.Equal(attempts + 1, connections);
    }

    [Fact]
    public async Task Reset_BeforeStatusLine_IsRetriedWithTheSameId()
    {
        var ids = new List<string>();
        await using var receiver = new RawReceiver(async (connection, stop) =>
        {
            var request = await connection.ReadRequest(DeliveryHost.BodyText, stop);
            lock (ids)
                ids.Add(request.Split('\n').First(line => line.StartsWith("webhook-id", StringComparison.Ordinal)).Trim());
            connection.Reset();
        });

        await Survives(receiver.Url, "reset", attempts: 3);
        Assert.Single(ids.Take(3).Distinct());
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("wrong-name")]
    [InlineData("self-signed")]
    public async Task Certificate_WithOneFault_IsTls(string kind)
    {
        using var authority = new Authority();
        using var certificate = kind switch
        {
            "expired" => authority.Issue("127.0.0.1", until: DateTimeOffset.UnixEpoch.AddYears(40)),
            "wrong-name" => authority.Issue("127.0.0.2"),
            _ => SelfSigned.Create("127.0.0.1"),
        };
        await using var receiver = await Receiver.Start((_, _) => Task.CompletedTask, listen => listen.UseHttps(certificate));

        await Survives(receiver.Url, "tls", attempts: 3, outbound: options => options.TrustedRoots = authority.File);
        Assert.False(receiver.Requests.TryRead(out _));
    }

    /// <summary>Without which the test above would pass for any reason.</summary>
    [Fact]
    public async Task Certificate_OfATrustedAuthority_IsOk()
    {
        using var authority = new Authority();
        using var certificate = authority.Issue("127.0.0.1");
        await using var receiver = await Receiver.Start((_, _) => Task.CompletedTask, listen => listen.UseHttps(certificate));

        await Survives(receiver.Url, "ok", attempts: 1, outbound: options => options.TrustedRoots = authority.File);
    }

    [Fact]
    public async Task EchoOfAuthorization_IsInNoLogAndNoLine()
    {
        await using var receiver = await Receiver.Start((request, context) =>
        {
            context.Response.StatusCode = 500;
            return context.Response.WriteAsync($"{request["Authorization"]} canary-password", Encoding.UTF8);
        });
        await using var host = Host();

        await Survives(
            host,
            host.Entry(receiver.Url.Replace("http://", "http://user:canary-password@", StringComparison.Ordinal)),
            ["server_error", "server_error", "server_error"]);

        var basic = Convert.ToBase64String("user:canary-password"u8);
        var shown = string.Join('\n', [.. host.Logs.Lines, .. host.Store.Timeline.Select(line => $"{line.Entry} {line.Entry.Event.Sentence}"), .. host.Store.Moves.Select(move => $"{move} {move.After}")]);
        Assert.DoesNotContain("canary", shown, StringComparison.Ordinal);
        Assert.DoesNotContain(basic, shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AlternatingReceiver_EveryEventIsDelivered()
    {
        await using var receiver = await Receiver.Start([.. Enumerable.Range(0, 40).Select(number => number % 2 == 0 ? 500 : 200)]);
        await using var host = Host();
        foreach (var entry in Enumerable.Range(0, 5).Select(_ => host.Entry(receiver.Url)).ToList())
            Assert.Equal(["server_error", "ok"], (await Through(host, entry)).Select(attempt => attempt.Outcome));
        await Survives(host, host.Entry(receiver.Url), ["server_error", "ok"]);
    }

    /// <inheritdoc cref="Survives(DeliveryHost, OutboxEntry, string[], TimeSpan?, RawReceiver?)"/>
    private static async Task Survives(
        string url,
        string outcome,
        int attempts,
        TimeSpan? limit = null,
        RawReceiver? reached = null,
        byte[]? body = null,
        Action<OutboundOptions>? outbound = null,
        INameResolver? names = null)
    {
        await using var host = Host(outbound, names);
        var entry = body is null ? host.Entry(url) : host.Entry(url) with { Body = body };
        await Survives(host, entry, [.. Enumerable.Repeat(outcome, attempts)], limit, reached);
    }

    /// <param name="limit">What ends each attempt and frees its slot; null: it ends by itself, in no time.</param>
    /// <param name="reached">Whom an attempt has to reach before its limit begins to count; null: nobody.</param>
    private static async Task Survives(
        DeliveryHost host, OutboxEntry entry, string[] outcomes, TimeSpan? limit = null, RawReceiver? reached = null)
    {
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var made = await Through(host, entry, limit, reached);

        Assert.Equal(outcomes, made.Select(attempt => attempt.Outcome));
        Assert.All(made, attempt => Assert.Equal(limit?.TotalMilliseconds ?? 0, attempt.Milliseconds));
        Assert.Equal(0, host.Sender.ActiveLanes);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, MostAllocated);
        // The one slot is free: another event of the endpoint is tried.
        Assert.Single(await Through(host, host.Entry(entry.Url.Reveal() + "/next"), limit, reached, most: 1));
    }

    private static DeliveryHost Host(Action<OutboundOptions>? outbound = null, INameResolver? names = null) => new(
        options =>
        {
            options.InFlightPerEndpoint = 1;
            options.Jitter = 0;
        },
        new ObservedTime(),
        outbound,
        names);

    /// <summary>Moves the clock to each limit and each retry until the event is delivered, parked or given up, or was tried so often.</summary>
    private static async Task<List<WebhookAttempted>> Through(
        DeliveryHost host, OutboxEntry entry, TimeSpan? limit = null, RawReceiver? reached = null, int most = int.MaxValue)
    {
        var time = (ObservedTime)host.Time;
        var made = new List<WebhookAttempted>();
        while (host.Store.Lines.TryRead(out _))
        {
            // What became of the event before this one.
        }

        host.Sender.Enqueue([entry]);
        while (true)
        {
            if (reached is not null) await reached.NextRequest();
            if (limit is { } over)
            {
                await Deadline.For(time.NextIsDueIn(over), $"attempt {made.Count + 1} to wait for nothing but its limit");
                time.Advance(over);
            }

            made.Add(await host.NextLine<WebhookAttempted>());
            if (made.Count == most)
                return made;
            if (host.Store.Settled.Contains(entry.WebhookId))
                break;
            time.Advance(DeliveryHost.Wait(made[^1].NextInSeconds!.Value));
        }

        await host.Idle(entry.OwnerId);
        return made;
    }

    private static Action<OutboundOptions> OnlyAt(Receiver receiver) => options =>
    {
        options.AllowLoopback = false;
        options.Allow.Add($"127.0.0.1/32:{new Uri(receiver.Url).Port}");
    };

    private static string Named(Receiver receiver) => $"http://receiver.example:{new Uri(receiver.Url).Port}/";

    /// <summary>One name, and its addresses each time that it is asked for; the last ones for ever.</summary>
    private sealed class Names(params string[][] answers) : INameResolver
    {
        public int Asked { get; private set; }

        public Task<IReadOnlyList<IPAddress>> Resolve(string host, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<IPAddress>>([.. answers[Math.Min(Asked++, answers.Length - 1)].Select(IPAddress.Parse)]);
    }
}
