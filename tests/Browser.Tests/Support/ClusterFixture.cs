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

    internal Task<Tab> Open() => _chromium.Open(_script.Front);
}

[CollectionDefinition(ClusterFixture.Collection)]
public sealed class ClusterCollection : ICollectionFixture<ClusterFixture>;
