using Orchestrator.Chaos;
using Orchestrator.Cluster.Tests.Support;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Cluster.Tests;

/// <summary>What becomes of calls whose silo is lost: nothing.</summary>
[Collection(LocalCluster.Collection)]
public sealed class FailoverTests(LocalCluster cluster) : IAsyncLifetime, IAsyncDisposable
{
    private const int Each = 9; // so that every silo holds some
    private readonly Receiver _receiver = new(refuses: 0);

    public Task InitializeAsync() => _receiver.Start();

    Task IAsyncLifetime.DisposeAsync() => DisposeAsync().AsTask();

    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    [Fact]
    public async Task Silo_KilledUnderItsCalls_LosesNone()
    {
        await cluster.MakeWhole();
        var ringing = await cluster.Front.StartMany(Each, With("""  "timeout": 15, "to": "sip:n@sim;ring=10;answer=off" """), Operations.Rings, "rings");
        var connected = await cluster.Front.StartMany(Each, With("""  "max_duration": 10, "to": "sip:m@sim;answer=50" """), Operations.IsConnected, "is connected");
        var serial = await cluster.Front.StartMany(
            Each, With("""  "serial": [{ "to": "sip:n@sim;ring=10;answer=off", "timeout": 12 }, { "to": "sip:y@sim;answer=50;talk=500" }] """), Operations.Rings, "rings");
        var long_ = await cluster.Front.StartMany(Each, With("""  "to": "sip:l@sim;answer=50" """), Operations.IsConnected, "is connected");

        await cluster.Kill("silo-1");

        foreach (var id in ringing)
            Assert.Equal("no_answer", (await cluster.Front.Ended(id))["failed_reason"]!.GetValue<string>());
        foreach (var id in connected)
            Assert.Equal("max_duration", (await cluster.Front.Ended(id))["ended_by"]!.GetValue<string>());
        foreach (var id in serial)
            Assert.Equal("callee", (await cluster.Front.Ended(id))["ended_by"]!.GetValue<string>());
        await cluster.Front.AssertRang([.. ringing, .. serial], "ring");
        await cluster.Front.AssertRang(connected, "max_duration");
        foreach (var id in long_)
        {
            Assert.Equal("connected", (await cluster.Front.View(id))["state"]!.GetValue<string>());
            await cluster.Front.Delete($"/api/v1/connects/{id}");
            Assert.Equal("api_request", (await cluster.Front.Ended(id))["ended_by"]!.GetValue<string>());
        }

        await cluster.Front.AssertDelivered([.. ringing, .. connected, .. serial, .. long_], _receiver);
    }

    [Fact]
    public async Task Silo_ThatHangs_HasItsDeadlinesRungBeforeItIsEvicted()
    {
        await cluster.MakeWhole();
        var ringing = await cluster.Front.StartMany(Each, """{ "timeout": 6, "to": "sip:n@sim;ring=10;answer=off" }""", Operations.Rings, "rings");

        await cluster.Kill("silo-2", "STOP");
        try
        {
            foreach (var id in ringing)
            {
                var ended = await Eventually.Get(
                    $"connect {id} is over", () => cluster.Front.Get($"/api/v1/connects/{id}"),
                    answer => answer.Status == 200 && answer.Json.Is("state", "failed"), TimeSpan.FromSeconds(60));
                Assert.Equal("no_answer", ended.Json["failed_reason"]!.GetValue<string>());
            }

            await cluster.Front.AssertRang(ringing, "ring");
        }
        finally
        {
            await cluster.Kill("silo-2", "CONT");
        }
    }

    [Fact]
    public async Task Silo_ThatJoins_GetsItsShare()
    {
        await cluster.MakeWhole();
        await cluster.Restart("silo-3");

        var ids = await cluster.Front.StartMany(30, """{ "timeout": 5, "to": "sip:n@sim;ring=10;answer=off" }""", Operations.Rings, "rings");
        await cluster.Kill("silo-3");

        foreach (var id in ids)
            await cluster.Front.Ended(id);
        var timelines = await Task.WhenAll(ids.Select(cluster.Front.Timeline));
        // Each silo picks a third of the names; what silo-3 held was taken up by others. So may be more: with it went its part of the
        // directory of who lives where.
        Assert.True(timelines.Count(entries => entries.Any(entry => entry!.Is("kind", "node.owner_restored"))) >= 3, "silo-3 had no share");
    }

    [Fact]
    public async Task Everything_RestartedOneByOneUnderLoad_LosesNothing()
    {
        await cluster.MakeWhole();
        using var client = new Client(cluster.Front.Http.BaseAddress!);
        var traffic = new Traffic(client, _receiver, new Scenarios(seed: 1).NextWithDeadline, rate: 5, rampUp: TimeSpan.Zero);
        using var enough = new CancellationTokenSource();
        var load = traffic.Run(enough.Token);

        foreach (var name in new[] { "silo-1", "silo-2", "silo-3", "gateway-1", "gateway-2", "plane-1", "plane-2" })
            await cluster.Restart(name);
        await enough.CancelAsync();
        await load;

        Assert.Empty(client.Uncured);
        Assert.Equal(traffic.Asked, traffic.Taken.Count);
        foreach (var operation in traffic.Taken)
        {
            var view = await cluster.Front.Ended(operation.Id);
            // A plane node drains for as long as its legs last here.
            Assert.True(
                view.Is("failed_reason", "no_answer") || view.Is("ended_by", "max_duration"),
                $"{operation.Scenario.Name} {operation.Id}: {view["verdict"]}");
        }
    }

    private string With(string connect) => $$"""{ "status_url": "{{_receiver.AddressOf(0)}}", "call_state_url": "{{_receiver.AddressOf(0)}}", {{connect}} }""";
}
