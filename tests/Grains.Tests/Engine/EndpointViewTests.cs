using System.Text.Json;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Swml.Plan;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>How an endpoint does, as its project is told by whichever silo is asked.</summary>
[Collection(EngineCollection.Name)]
public sealed class EndpointViewTests(EngineHost host)
{
    private const string Origin = "https://reports.example:443";
    private readonly string _project = NewProject();

    [Fact]
    public async Task Report_OfASiloThatDied_IsBelievedForAWhileOnly()
    {
        var owner = CallIds.Caller(CallIds.NewSession());
        var entry = Webhook(owner, 1) with { ProjectId = _project, Url = new CallbackUrl("https://reports.example/hook"), CreatedAt = host.Clock.GetUtcNow() };
        await host.Store.Commit(Change(owner) with { Ended = true, Outbox = [entry] });
        await host.Store.MoveWebhook(Move(entry));

        await Note("silo-that-lives", EndpointCircuit.Closed, waiting: 2, TimeSpan.FromSeconds(30));
        await Note("silo-that-died", EndpointCircuit.Open, waiting: 7, TimeSpan.FromSeconds(30));
        var soon = await Shown();
        await Note("silo-that-died", EndpointCircuit.Open, waiting: 7, TimeSpan.FromMinutes(4));
        var later = await Shown();

        Assert.Equal((EndpointCircuit.Open, 9), (soon.Circuit, soon.Waiting));
        Assert.Equal((EndpointCircuit.Closed, 2), (later.Circuit, later.Waiting));
    }

    /// <param name="ago">When it said so for the last time, by the clock of whoever is asked.</param>
    private ValueTask Note(string silo, EndpointCircuit circuit, int waiting, TimeSpan ago) => host.Store.NoteEndpoint(
        EndpointReports.NameOf(_project, Origin),
        silo,
        JsonSerializer.Serialize(new EndpointReport(circuit, waiting, TimeProvider.System.GetUtcNow() - ago), WebhookStateJson.Default.EndpointReport));

    private async Task<EndpointView> Shown()
    {
        var grain = host.Grains.GetGrain<IWebhookGrain>(_project);
        return (await grain.Endpoint(await grain.EndpointOf("https://reports.example/hook")))!;
    }
}
