using Orchestrator.Gateway.Tests.Support;
using Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>Phones that are registered at one node and called by another.</summary>
public class TwoNodesTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Theory]
    [InlineData("ws", true)]
    [InlineData("tcp", true)]
    [InlineData("tcp", false)]
    public async Task Phone_ConnectedToOneNode_RingsForACallOfTheOther(string transport, bool hangsUp)
    {
        var name = await nodes.Subscriber();
        await using var phone = new RawPhone(nodes.First.Port, await Connected(transport));
        await phone.Registers(name);

        var id = await nodes.Second.Api.Started($$"""{"to": "/private/{{name}}"{{(hangsUp ? "" : ""","max_duration": 1""")}}}""");
        var call = await phone.IsCalled();
        call.Answers(180);
        call.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        if (hangsUp)
        {
            await Eventually.Get("the two are bridged", () => nodes.Second.Api.View(id), view => view["state"]!.ToString() == "connected");
            call.Asks("BYE");
            await phone.Hears("200 BYE");
        }
        else call.Answers(await phone.Hears("BYE"), 200);

        var over = await nodes.Second.Api.UntilComplete(id);
        Assert.Equal(("disconnected", "hangup"), (over["state"]!.ToString(), over["legs"]![0]!["end_reason"]!.ToString()));
        Assert.EndsWith($"@127.0.0.1:{nodes.Second.TcpPort};transport=tcp", call.Request.UriOf("Contact"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Phones_AtBothNodes_RingTogether_AndTheLoserIsCancelled()
    {
        var name = await nodes.Subscriber();
        await using var browser = new RawPhone(nodes.First.Port, await WebSocketWire.Open(nodes.First.WebSocketPort));
        await using var desk = new RawPhone(nodes.Second.Port, await TcpWire.Open(nodes.Second.TcpPort));
        await browser.Registers(name);
        await desk.Registers(name);

        var id = await nodes.Second.Api.Started($$"""{"to": "/private/{{name}}", "max_duration": 1}""");
        var (atBrowser, atDesk) = (await browser.IsCalled(), await desk.IsCalled());
        atBrowser.Answers(180);
        atDesk.Answers(200, RawPhone.Sdp);
        await desk.Hears("ACK");
        var cancel = await browser.Hears("CANCEL");
        Assert.Contains("Call completed elsewhere", cancel["Reason"], StringComparison.Ordinal);
        atBrowser.Answers(cancel, 200);
        atBrowser.Answers(487);
        await browser.Hears("ACK");
        atDesk.Answers(await desk.Hears("BYE"), 200);

        Assert.Equal("disconnected", (await nodes.Second.Api.UntilComplete(id))["state"]!.ToString());
    }

    [Fact]
    public async Task Phone_WhoseConnectionIsGone_DoesNotHoldTheCall()
    {
        var name = await nodes.Subscriber();
        await using (var phone = new RawPhone(nodes.First.Port, await WebSocketWire.Open(nodes.First.WebSocketPort))) await phone.Registers(name);

        var over = await nodes.Second.Api.UntilComplete(await nodes.Second.Api.Started($$"""{"to": "/private/{{name}}"}"""));

        Assert.Equal("failed", over["state"]!.ToString());
    }

    private async Task<IWire> Connected(string transport) =>
        transport == "ws" ? await WebSocketWire.Open(nodes.First.WebSocketPort) : await TcpWire.Open(nodes.First.TcpPort);
}
