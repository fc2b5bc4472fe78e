using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Cluster.Tests;

/// <summary>Callers who wait in a queue while the engines that run their calls die; they and those who take them are carried by two planes.</summary>
[Collection(LocalCluster.Collection)]
public sealed class QueueLossTests(LocalCluster cluster)
{
    /// <summary>So many that some are carried by another plane than the one who takes them.</summary>
    private const int Many = 12;
    private const string Bye = """{\"sections\":{\"main\":[\"hangup\"]}}""";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Fact]
    public async Task Waiters_WhoseEnginesAreKilled_AreTakenInTheirOrderAndBridgedAcrossNodes()
    {
        await cluster.MakeWhole();
        var name = $"q{Guid.NewGuid():n}";
        await Serve(name);
        for (var caller = 0; caller < Many; caller++)
            Assert.Equal(202, (await cluster.Front.Post("/api/v1/simulator/inbound", $$"""{ "from": "+155501000{{caller:00}}", "to": "/public/{{name}}" }""")).Status);
        await UntilSize(name, Many);
        var waiting = (await cluster.Front.Get($"/api/v1/queues/{name}/members")).Json["data"]!.AsArray().Select(member => Text(member!, "call_id")).ToList();

        await cluster.Kill("silo-1");
        await cluster.Kill("silo-2");

        await using var receiver = new JsonReceiver();
        var taken = new List<JsonNode>();
        for (var taker = 0; taker < Many; taker++)
        {
            var id = await cluster.Front.StartStubbornly(
                $$"""{ "to": "queue:{{name}}", "timeout": 90, "transfer_after_bridge": "{{Bye}}", "status_url": "{{receiver.Url}}" }""");
            await Eventually.Get(
                $"taker {taker} is connected", () => cluster.Front.Get($"/api/v1/connects/{id}"),
                answer => answer.Status == 200 && Operations.IsConnected(answer.Json), Patience);
            taken.Add(await Told(receiver, taker + 1));
            if (taker % 2 == 0)
                await cluster.Front.Delete($"/api/v1/connects/{id}");
        }

        Assert.Equal(waiting, taken.Select(told => Text(told["peer"]!, "call_id")));
        Assert.Contains(taken, told => Text(told, "node_id") != Text(told["peer"]!, "node_id"));
        await UntilSize(name, 0);
        await cluster.MakeWhole();
    }

    [Fact]
    public async Task Bridges_WithALegOnAPlaneThatIsKilled_EndOnTheOtherPlaneToo()
    {
        await cluster.MakeWhole();
        var name = $"q{Guid.NewGuid():n}";
        await Serve(name);
        for (var caller = 0; caller < Many; caller++)
            Assert.Equal(202, (await cluster.Front.Post("/api/v1/simulator/inbound", $$"""{ "from": "+155501000{{caller:00}}", "to": "/public/{{name}}" }""")).Status);
        await UntilSize(name, Many);
        await using var receiver = new JsonReceiver();
        var bridges = new List<(string Connect, JsonNode Told)>();
        for (var taker = 0; taker < Many; taker++)
        {
            var id = await cluster.Front.StartStubbornly(
                $$"""{ "to": "queue:{{name}}", "timeout": 90, "transfer_after_bridge": "{{Bye}}", "status_url": "{{receiver.Url}}" }""");
            bridges.Add((id, await Told(receiver, taker + 1)));
        }

        Assert.Contains(bridges, bridge => Nodes(bridge.Told).Count(IsThere) == 1);
        await cluster.Kill("plane-1");

        foreach (var (connect, told) in bridges.Where(bridge => Nodes(bridge.Told).Any(IsThere)))
        {
            var over = await Eventually.Get(
                $"{connect} is over", () => cluster.Front.Get($"/api/v1/connects/{connect}"), answer => answer.Status == 200 && answer.Json["ended_at"] is not null, Patience);
            Assert.Equal(("disconnected", "error"), (Text(over.Json, "state"), Text(over.Json, "ended_by")));
            foreach (var call in (string[])[Text(told, "call_id"), Text(told["peer"]!, "call_id")])
            {
                await Eventually.Get(
                    $"{call} is over", () => cluster.Front.Get($"/api/v1/calls/{call}"), answer => answer.Status == 200 && Text(answer.Json, "state") == "ended", Patience);
            }
        }

        foreach (var (connect, _) in bridges.Where(bridge => !Nodes(bridge.Told).Any(IsThere)))
        {
            Assert.True(Operations.IsConnected(await cluster.Front.View(connect)), $"{connect} had no leg on the plane that was killed.");
            await cluster.Front.Delete($"/api/v1/connects/{connect}");
        }

        static IEnumerable<string> Nodes(JsonNode told) => [Text(told, "node_id"), Text(told["peer"]!, "node_id")];
        static bool IsThere(string node) => node.StartsWith("plane-1@", StringComparison.Ordinal);
    }

    private async Task Serve(string name)
    {
        using var put = new HttpRequestMessage(HttpMethod.Put, $"/api/v1/addresses/public/{name}")
        {
            Content = new StringContent(
                $$$"""{ "swml": { "sections": { "main": [ { "enter_queue": { "queue_name": "{{{name}}}", "transfer_after_bridge": "{{{Bye}}}" } } ] } } }""",
                Encoding.UTF8, "application/json"),
        };
        Assert.Equal(201, (await cluster.Front.Send(put)).Status);
    }

    private Task UntilSize(string name, int size) => Eventually.True(
        $"{size} wait in the queue",
        async () => await cluster.Front.Get($"/api/v1/queues/{name}") is { Status: 200 } shown && shown.Json["size"]!.GetValue<int>() == size,
        Patience);

    /// <summary>What the n-th <c>connected</c> told.</summary>
    private static async Task<JsonNode> Told(JsonReceiver receiver, int number)
    {
        JsonNode? found = null;
        await Eventually.True($"connected was told {number} times", () => Task.FromResult((found = Connected(receiver).ElementAtOrDefault(number - 1)) is not null), Patience);
        return found!;
    }

    /// <summary>Each once, however often it was sent.</summary>
    private static IEnumerable<JsonNode> Connected(JsonReceiver receiver) => receiver.All
        .Select(received => received["params"]!)
        .Where(told => Text(told, "connect_state") == "connected")
        .DistinctBy(told => Text(told, "call_id"));

    private static string Text(JsonNode node, string name) => node[name]!.GetValue<string>();
}
