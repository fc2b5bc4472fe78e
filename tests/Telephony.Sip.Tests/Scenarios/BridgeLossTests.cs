using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;
using Orchestrator.Storage.Redis.Tests.Support;
using Orchestrator.Telephony.Sip.Tests.Phones;
using Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>Bridges that lie across two nodes, and a callee who is reached through the other one; one of the nodes is killed.</summary>
public class BridgeLossTests
{
    private const string Bye = """{\"sections\":{\"main\":[\"hangup\"]}}""";
    private const string Bridged = "connecting connected";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Node_ThatIsKilled_TakesItsHalfOfEachBridge_AndLeavesNothingAtTheOther()
    {
        using var receiver = new Receiver();
        await using var redis = await RedisServer.Start();
        await using var dying = await PhoneNode.Start("one", redis);
        await using var living = await PhoneNode.Start("two", redis);
        await using var agentThere = new RawPhone(living.Service.Port);
        await using var waiterThere = new RawPhone(living.Service.Port);
        await using var caller = new RawPhone(living.Service.Port);
        await using var next = new RawPhone(living.Service.Port);
        await using var lostWaiter = new RawPhone(dying.Service.Port);
        await using var lostAgent = new RawPhone(dying.Service.Port);
        await using var lostWay = new RawPhone(dying.Service.Port, await TcpWire.Open(dying.Service.TcpPort));
        var hooks = $"http://127.0.0.1:{receiver.Port}";
        await living.Service.Put("public/enter-a", Script($$"""{"enter_queue": {"queue_name": "a", "transfer_after_bridge": "{{Bye}}"} }"""));
        await living.Service.Put("public/enter-b", Script($$"""{"enter_queue": {"queue_name": "b", "transfer_after_bridge": "{{Bye}}"} }"""));
        await living.Service.Put("public/take-a", Script($$"""{"connect": {"to": "queue:a", "transfer_after_bridge": "{{Bye}}", "status_url": "{{hooks}}/a", "call_state_url": "{{hooks}}/a"} }"""));
        await living.Service.Put("public/take-b", Script($$"""{"connect": {"to": "queue:b", "transfer_after_bridge": "{{Bye}}", "status_url": "{{hooks}}/b", "call_state_url": "{{hooks}}/b"} }"""));
        await living.Service.Put("private/alice", """{"subscriber": {"password": "secret"}}""");
        await living.Service.Put("public/plan", Script(
            $$"""{"connect": {"serial": [{"to": "/private/alice", "timeout": 10}, {"to": "{{next.Uri}}"}], "answer_on_bridge": true, "status_url": "{{hooks}}/c", "call_state_url": "{{hooks}}/c"} }"""));
        await lostWay.Registers("alice");

        await Answered(lostWaiter, "enter-a");
        var a = await Answered(agentThere, "take-a");
        var w = await Answered(waiterThere, "enter-b");
        await Answered(lostAgent, "take-b");
        await Eventually.True("both bridges stand", () => Task.FromResult(Told(receiver, "/a").EndsWith(Bridged, StringComparison.Ordinal) && Told(receiver, "/b").EndsWith(Bridged, StringComparison.Ordinal)), Patience);
        var c = caller.Calls("plan");
        (await lostWay.IsCalled()).Answers(180);
        await caller.Hears("180 INVITE");
        await dying.Service.Kill();

        // Who is left goes on with his script, which hangs up.
        a.Answers(await agentThere.Hears("BYE"), 200);
        w.Answers(await waiterThere.Hears("BYE"), 200);
        // His phone has rung through the node that is gone: nobody answers in time, and the plan goes on.
        (await next.IsCalled()).Answers(486);
        await next.Hears("ACK");
        c.TakesRefusal(await caller.Hears("480 INVITE"));
        await UnderWay.IsOver(redis);
        await living.NothingLeft();
        Assert.Equal("connecting connected disconnected 1:ended:error", Told(receiver, "/a"));
        Assert.Equal("connecting connected disconnected 1:ended:error", Told(receiver, "/b"));
        Assert.Equal("connecting failed:busy 1:ended:no_answer 2:ended:busy", Told(receiver, "/c"));
        var views = await Task.WhenAll((await living.Service.Api.Get("/api/v1/connects")).Json["data"]!.AsArray().Select(row => living.Service.Api.View(row!["id"]!.ToString())));
        Assert.Equal(["failed busy", "disconnected error", "disconnected error"], views.Select(view => $"{view["state"]} {view["ended_by"] ?? view["failed_reason"]}"));
    }

    private static async Task<RawCall> Answered(RawPhone phone, string address)
    {
        var call = phone.Calls(address);
        call.Acknowledges(await phone.Hears("200 INVITE"));
        return call;
    }

    /// <summary>What was told of a connect, in its order, and then of its legs; each once, however often it was sent.</summary>
    private static string Told(Receiver receiver, string path) => string.Join(' ', receiver.All
        .Where(hook => hook.Path == path).Select(hook => JsonNode.Parse(hook.Body)!["params"]!)
        .Select(told => told["call_state"] is { } leg ? $"{told["call_id"]!.ToString()[^1]}:{leg}{Reason(told["end_reason"])}" : $"{told["connect_state"]}{Reason(told["failed_reason"])}")
        .Distinct()
        .OrderBy(told => char.IsDigit(told[0]) ? told[0] : ' '));

    private static string Reason(JsonNode? reason) => reason is null ? "" : $":{reason}";

    private static string Script(string steps) => $$"""{"swml": {"sections": {"main": [ {{steps}} ] } } }""";
}
