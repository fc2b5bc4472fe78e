using Orchestrator.Chaos;

namespace Orchestrator.Browser.Tests.Support;

/// <summary>A whole cluster on this machine, and a browser in front of it.</summary>
public sealed class ClusterFixture : IAsyncLifetime, IDisposable
{
    public const string Collection = "cluster";
    private readonly ClusterScript _script = new(AppContext.BaseDirectory);
    private Chromium _chromium = null!;

    public async Task InitializeAsync()
    {
        foreach (var name in new[] { "silo-1", "silo-2", "silo-3", "plane-1", "plane-2", "gateway-1", "gateway-2" })
            _script.Tell(name, "Orchestrator__Cluster__Dashboard=true");
        await _script.Up();
        _chromium = await Chromium.Start();
    }

    public async Task DisposeAsync()
    {
        await _chromium.DisposeAsync();
        await _script.Down();
        Dispose();
    }

    public void Dispose() => _script.Dispose();

    internal Task Kill(string name) => _script.Kill(name);

    internal Task<Tab> Open() => _chromium.Open(_script.Front, new() { Username = "dev", Password = "dev" });
}

[CollectionDefinition(ClusterFixture.Collection)]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>;
