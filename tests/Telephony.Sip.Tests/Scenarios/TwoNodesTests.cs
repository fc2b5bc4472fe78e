using Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>Phones that are registered at one node and called by another.</summary>
public class TwoNodesTests(TwoNodes nodes) : IClassFixture<TwoNodes>
{
    [Theory]
    [InlineData("ws", true)]
    [InlineData("tcp", true)]
    [InlineData("tcp", false)]
    public async Task Phone_ConnectedToOneNode_RingsForACallerOfTheOther(string transport, bool hangsUp)
    {
        var name = await nodes.Subscriber();
        await using var phone = new RawPhone(nodes.First.Port, await Connected(transport));
        await using var caller = new RawPhone(nodes.Second.Port);
        await phone.Registers(name);

        var a = caller.Calls($"call-{name}");
        var b = await phone.IsCalled();
        Assert.EndsWith($":{nodes.Second.TcpPort};transport=tcp", b.Request.UriOf("Contact"), StringComparison.Ordinal);
        b.Answers(180);
        await caller.Hears("180 INVITE");
        b.Answers(200, RawPhone.Sdp);
        await phone.Hears("ACK");
        a.Acknowledges(await caller.Hears("200 INVITE"));
        (hangsUp ? b : a).Asks("BYE");
        await (hangsUp ? phone : caller).Hears("200 BYE");
        (hangsUp ? a : b).Answers(await (hangsUp ? caller : phone).Hears("BYE"), 200);
    }

    [Fact]
    public async Task Phones_AtBothNodes_RingTogether_AndTheLoserIsCancelled()
    {
        var name = await nodes.Subscriber();
        await using var browser = new RawPhone(nodes.First.Port, await WebSocketWire.Open(nodes.First.WebSocketPort));
        await using var desk = new RawPhone(nodes.Second.Port, await TcpWire.Open(nodes.Second.TcpPort));
        await using var caller = new RawPhone(nodes.Second.Port);
        await browser.Registers(name);
        await desk.Registers(name);

        var a = caller.Calls($"call-{name}");
        var (atBrowser, atDesk) = (await browser.IsCalled(), await desk.IsCalled());
        atBrowser.Answers(180);
        await caller.Hears("180 INVITE");
        atDesk.Answers(200, RawPhone.Sdp);
        await desk.Hears("ACK");
        var cancel = await browser.Hears("CANCEL");
        Assert.Contains("Call completed elsewhere", cancel["Reason"], StringComparison.Ordinal);
        atBrowser.Answers(cancel, 200);
        atBrowser.Answers(487);
        await browser.Hears("ACK");
        a.Acknowledges(await caller.Hears("200 INVITE"));
        a.Asks("BYE");
        await caller.Hears("200 BYE");
        atDesk.Answers(await desk.Hears("BYE"), 200);
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
