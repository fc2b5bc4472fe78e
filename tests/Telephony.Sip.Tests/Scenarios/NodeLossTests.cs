using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;
using Orchestrator.Storage.Redis.Tests.Support;
using Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>Two nodes on one Redis, and the one that carries the calls is killed.</summary>
public class NodeLossTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Node_ThatIsKilled_LeavesNoLegBehind_AndPhonesThatRegisteredThereRingFromAnother()
    {
        await using var redis = await RedisServer.Start();
        await using var first = await SipNode.Start("one", redis);
        await using var second = await SipNode.Start("two", redis);
        await using var caller = new RawPhone(first.Port);
        await using var callee = new RawPhone(first.Port);
        await using var alice = new RawPhone(first.Port);
        await first.Put("private/alice", """{"subscriber": {"password": "secret"}}""");
        await first.Put("public/desk", $$"""{"swml": {"sections": {"main": [{"connect": {"to": "{{callee.Uri}}", "answer_on_bridge": true} } ] } } }""");
        await alice.Registers("alice");

        var a = caller.Calls("desk");
        (await callee.IsCalled()).Answers(200, RawPhone.Sdp);
        await callee.Hears("ACK");
        a.Acknowledges(await caller.Hears("200 INVITE"));
        var row = await ConnectTo(second, callee, row => row["state"]!.ToString() == "connected");
        await first.Kill();

        var view = await Eventually.Get(
            "the bridge of the dead node has ended", () => second.Api.View(row["id"]!.ToString()), view => view["state"]!.ToString() == "disconnected", Patience);
        Assert.Equal(("error", "error"), (view["ended_by"]!.ToString(), view["legs"]![0]!["end_reason"]!.ToString()));

        alice.MovesTo(second.Port);
        var id = await second.Api.Started("""{"to": "/private/alice"}""");
        (await alice.IsCalled()).Answers(486);
        await alice.Hears("ACK");
        Assert.Equal("busy", (await second.Api.UntilComplete(id))["failed_reason"]!.ToString());
    }

    private static async Task<JsonNode> ConnectTo(SipNode node, RawPhone phone, Func<JsonNode, bool> enough) => (await Eventually.Get(
        $"the connect to {phone.Uri} is as it should be",
        async () => (await node.Api.Get($"/api/v1/connects?address={phone.Port}")).Json["data"]!.AsArray().SingleOrDefault(),
        row => row is not null && enough(row), Patience))!;
}
