using System.Net.Http.Headers;
using System.Text;
using Orchestrator.Chaos;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Cluster.Tests.Support;

/// <summary>
/// One cluster for all tests of this project, on ports of its own. A test that has broken something need not mend it: the next one
/// begins with <see cref="MakeWhole"/>.
/// </summary>
public sealed class LocalCluster : IAsyncLifetime, IDisposable
{
    public const string Collection = "cluster";

    private readonly ClusterScript _script = new(AppContext.BaseDirectory);
    private readonly List<HttpClient> _clients = [];

    /// <summary>Through haproxy.</summary>
    internal Api Front { get; private set; } = null!;

    /// <summary>The gateways, asked directly.</summary>
    internal IReadOnlyList<Api> Gateways { get; private set; } = [];

    /// <summary>Address of Redis.</summary>
    public string Redis => _script.Redis;

    public async Task InitializeAsync()
    {
        Front = ApiAt(_script.Front);
        Gateways = [.. _script.Gateways.Select(ApiAt)];
        await MakeWhole();
    }

    public async Task DisposeAsync()
    {
        await _script.Down();
        Dispose();
    }

    public void Dispose()
    {
        foreach (var client in _clients) client.Dispose();
        _clients.Clear();
        _script.Dispose();
    }

    /// <summary>Everything that was stopped runs again, and is ready.</summary>
    public Task MakeWhole() => _script.Up();

    /// <summary>All of it is stopped, until somebody makes it whole.</summary>
    public Task Stop() => _script.Down();

    public Task Kill(string name, string signal = "KILL") => _script.Kill(name, signal);

    public Task Start(string name) => _script.Start(name);

    /// <summary>Stops a process in good order and starts it again.</summary>
    public async Task Restart(string name)
    {
        await Kill(name, "TERM");
        await Start(name);
    }

    /// <summary>How the lives of a process ended so far, oldest first.</summary>
    public IReadOnlyList<int> ExitsOf(string name) => _script.ExitsOf(name);

    /// <summary>Whoever may use the development project, at this address; each with connections of its own.</summary>
    private Api ApiAt(Uri address)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("dev:dev")));
        _clients.Add(client);
        return new Api(client);
    }
}

[CollectionDefinition(LocalCluster.Collection)]
public sealed class LocalClusterCollection : ICollectionFixture<LocalCluster>;
