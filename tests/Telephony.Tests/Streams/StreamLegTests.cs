using System.Collections.Concurrent;
using System.Net.WebSockets;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Simulation;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Tests.Streams;

/// <summary>A stream as a leg of the simulated plane: answered by its handshake, over when either side closes.</summary>
public sealed class StreamLegTests : IPlaneListener, IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<PlaneEvent> _events = [];
    private readonly SimulatedPlane _plane;

    public StreamLegTests()
    {
        _plane = new SimulatedPlane(TimeProvider.System, "node-1", Open);
        _plane.Listen(this);
    }

    public ValueTask Raised(PlaneEvent planeEvent, CancellationToken cancellationToken)
    {
        _events.Add(planeEvent, cancellationToken);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        _events.Dispose();
        return _plane.DisposeAsync();
    }

    [Fact]
    public async Task Handshake_Succeeds_AnswersAndCarriesTheToken()
    {
        await using var server = new StreamServer();
        await Dial(server);

        Assert.IsType<Answered>(Next());
        Assert.Equal("Bearer abc", server.Headers["Authorization"]);
        var start = (await server.Next("start"))["start"]!;
        Assert.Equal(("s1", "proj", "a1"), ((string?)start["streamSid"], (string?)start["accountSid"], (string?)start["callSid"]));
    }

    [Theory]
    [InlineData("401 Unauthorized")]
    [InlineData("200 OK")]
    public async Task Handshake_Refused_EndsUnanswered(string refusal)
    {
        await using var server = new StreamServer(refusal);
        await Dial(server);

        var ended = Assert.IsType<Ended>(Next());
        Assert.Equal((EndKind.TransportFailure, false), (ended.Cause.Kind, ended.WasAnswered));
    }

    [Fact]
    public async Task Caller_OnceBridged_IsHeardAndHears()
    {
        await using var server = new StreamServer();
        await _plane.Execute(new StartCaller("a1", "+15550001111", "+15550002222", Answered: true, null));
        Assert.IsType<Answered>(Next());
        await Dial(server);
        Assert.IsType<Answered>(Next());
        Assert.All(Payload(await server.Next("media")), sample => Assert.Equal(0xFF, sample));

        await _plane.Execute(new Bridge("a1", "s1"));
        while (Payload(await server.Next("media"))[0] == 0xFF)
        {
            // What was under way before the bridge.
        }

        await server.Media(new byte[320]);
        await server.Say("{'event':'mark','mark':{'name':'played'}}");
        await server.Say("{'event':'dtmf','dtmf':{'digit':'7'}}");
        await server.Next("mark");
        Assert.Equal((320, "7"), (_plane.PlayedByStream("s1"), _plane.DigitsSentTo("a1")));
    }

    [Fact]
    public async Task Leg_HungUp_SaysStopAndCloses()
    {
        await using var server = new StreamServer();
        await Dial(server);
        Assert.IsType<Answered>(Next());
        await server.Next("media");

        await _plane.Execute(new HangUp("s1", HangUpCause.Normal));

        Assert.Equal(EndKind.LocalHangUp, Assert.IsType<Ended>(Next()).Cause.Kind);
        await server.Next("stop");
        await server.Closed;
    }

    [Fact]
    public async Task Server_Closes_LegEndsAsHungUp()
    {
        await using var server = new StreamServer();
        await Dial(server);
        Assert.IsType<Answered>(Next());

        await server.Close();

        Assert.Equal(EndKind.RemoteHangUp, Assert.IsType<Ended>(Next()).Cause.Kind);
    }

    [Fact]
    public async Task Leg_CancelledBeforeItsHandshake_EndsAtOnce()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0); // takes the connection and says nothing
        listener.Start();
        await Dial($"ws://127.0.0.1:{((System.Net.IPEndPoint)listener.LocalEndpoint).Port}/");

        await _plane.Execute(new Cancel("s1", CancelCause.NoAnswer));

        Assert.Equal(EndKind.CancelConfirmed, Assert.IsType<Ended>(Next()).Cause.Kind);
    }

    private static byte[] Payload(System.Text.Json.Nodes.JsonObject media) => Convert.FromBase64String((string)media["media"]!["payload"]!);

    private Task Dial(StreamServer server) => Dial(server.Url);

    private async Task Dial(string url)
    {
        var target = new StreamTarget(url, "PCMU", Realtime: true, "abc", "proj", "a1", new Dictionary<string, string>());
        await _plane.Execute(new Dial("s1", new DialTarget { To = $"stream:{url}", From = "+15550001111", Stream = target }));
    }

    private PlaneEvent Next()
    {
        Assert.True(_events.TryTake(out var planeEvent, Patience), "the plane raised nothing");
        return planeEvent;
    }

    private static async Task<StreamOpening> Open(StreamTarget target, CancellationToken cancellationToken)
    {
        var socket = new ClientWebSocket();
        try
        {
            socket.Options.SetRequestHeader("Authorization", $"Bearer {target.BearerToken}");
            await socket.ConnectAsync(new Uri(target.Url), cancellationToken);
            return new StreamOpening(socket, null);
        }
        catch (WebSocketException failure)
        {
            socket.Dispose();
            return StreamOpening.Failed(failure.Message);
        }
    }
}
