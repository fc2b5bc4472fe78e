using System.Text.Json;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Sip.Transports;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Subscribers;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>A browser whose tab was closed is registered still: whoever calls its owner is told what he would be told if it were not.</summary>
public sealed class AwayTests : IAsyncDisposable
{
    private readonly Bench _bench = new(media: new RecordingMedia());

    [Fact]
    public async Task Subscriber_WhoseWaysLeadNowhere_IsNotThere()
    {
        var node = _bench.Phone();

        Assert.Equal((EndKind.Rejected, 480), await Dialed("/private/bob", Here(), There(node)));
        // The other node has no such connection (any more).
        Assert.Contains("430 INVITE", node.Sent);
    }

    [Theory]
    [InlineData(486)]
    [InlineData(404)]
    public async Task Subscriber_WithAnotherPhone_IsWhatThatOneSays(int status)
    {
        var desk = _bench.Phone(call => call.Reject(status));

        Assert.Equal((EndKind.Rejected, status), await Dialed("/private/bob", Here(), Place($"<{desk.Uri}>", "node-1", SipProtocol.Udp, flow: null)));
    }

    /// <summary>It is on its way to nobody who has registered.</summary>
    [Fact]
    public async Task Uri_ThatLeadsNowhere_IsAFailure() => Assert.Equal((EndKind.NoRoute, null), await Dialed("sip:bob@nowhere.example"));

    public ValueTask DisposeAsync() => _bench.DisposeAsync();

    /// <summary>A connection of this node that is closed.</summary>
    private static string Here() => Place("<sip:b@closed.invalid;transport=ws>", "node-1", SipProtocol.Ws, "10.0.0.99:40000");

    private static string There(Phone node) => Place("<sip:b@closed.invalid;transport=ws>", "node-2", SipProtocol.Ws, "10.0.0.98:40000", $"sip:flow-x@{node.Transport.LocalEndPoint};transport=udp;lr");

    private static string Place(string contact, string nodeId, SipProtocol protocol, string? flow, string? hop = null) =>
        JsonSerializer.Serialize(new DevicePlace(contact, "call", 1, 0, nodeId, protocol, flow, flow is null ? 0 : 1, hop), DevicePlaceJson.Default.DevicePlace);

    /// <returns>How it ended.</returns>
    private async Task<(EndKind, int?)> Dialed(string to, params string[] devices)
    {
        var ended = new TaskCompletionSource<EndCause>();
        _bench.Before = happened =>
        {
            if (happened is Ended { Cause: var cause }) ended.TrySetResult(cause);
            return ValueTask.CompletedTask;
        };
        _bench.Dial("b1", to, target => target with { Devices = devices, WebrtcMedia = false });
        var how = await _bench.Until("ended", ended.Task);
        return (how.Kind, how.SipStatus);
    }
}
