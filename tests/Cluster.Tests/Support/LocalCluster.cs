using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Cluster.Tests.Support;

/// <summary>
/// One cluster for all tests of this project, on ports of its own. A test that has broken something need not mend it: the next one
/// begins with <see cref="MakeWhole"/>.
/// </summary>
public sealed class LocalCluster : IAsyncLifetime
{
    public const string Collection = "cluster";
    private const int PortsNeeded = 80;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly string Script = Path.GetFullPath(Path.Combine(Here(), "../../../deploy/local/cluster.sh"));
    private readonly DirectoryInfo _run = Directory.CreateTempSubdirectory("cluster-");
    private readonly List<HttpClient> _clients = [];
    private readonly int _base = FreePorts();

    /// <summary>Through haproxy.</summary>
    internal Api Front { get; private set; } = null!;

    /// <summary>The gateways, asked directly.</summary>
    internal IReadOnlyList<Api> Gateways { get; private set; } = [];

    /// <summary>Address of Redis.</summary>
    public string Redis => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_base}");

    public async Task InitializeAsync()
    {
        Front = ApiAt(_base + 79);
        Gateways = [ApiAt(_base + 11), ApiAt(_base + 12)];
        await MakeWhole();
    }

    public async Task DisposeAsync()
    {
        await Run("down");
        foreach (var client in _clients) client.Dispose();
        _run.Delete(recursive: true);
    }

    /// <summary>Everything that was stopped runs again, and is ready.</summary>
    public Task MakeWhole() => Run("up");

    public Task Kill(string name, string signal = "KILL") => Run("kill", name, signal);

    public Task Start(string name) => Run("start", name);

    /// <summary>How the lives of a process ended so far, oldest first.</summary>
    public IReadOnlyList<int> ExitsOf(string name)
    {
        var file = Path.Combine(_run.FullName, $"{name}.exits");
        return File.Exists(file)
            ? [.. File.ReadLines(file).Select(line => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture))]
            : [];
    }

    public string LogOf(string name) => File.ReadAllText(Path.Combine(_run.FullName, $"{name}.log"));

    /// <summary>Whoever may use the development project, at this port; each with connections of its own.</summary>
    internal Api ApiAt(int port)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseProxy = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{port}"),
            Timeout = TimeSpan.FromSeconds(60),
        };
        client.DefaultRequestHeaders.Authorization =
            new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("dev:dev")));
        lock (_clients) _clients.Add(client);
        return new Api(client);
    }

    private async Task Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ORC_PORT"] = $"{_base + 79}";
        start.Environment["ORC_PORT_BASE"] = $"{_base}";
        start.Environment["ORC_RUN_DIR"] = _run.FullName;
        start.Environment["ORC_PROGRAMS"] = AppContext.BaseDirectory;
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        var text = string.Join('\n', await said.WaitAsync(Patience));
        Assert.True(process.ExitCode == 0, $"cluster.sh {string.Join(' ', arguments)}: {process.ExitCode}\n{text}{Ends()}");
    }

    private string Ends() => string.Concat(_run.EnumerateFiles("*.log").Select(log =>
        $"\n--- {log.Name}\n{string.Join('\n', File.ReadLines(log.FullName).TakeLast(12))}"));

    /// <summary>A stretch of ports below those that the system hands out, with nobody in it just now.</summary>
    private static int FreePorts()
    {
        while (true)
        {
            var first = Random.Shared.Next(12_000, 32_000 - PortsNeeded);
            if (Enumerable.Range(first, PortsNeeded).All(IsFree)) return first;
        }
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}

[CollectionDefinition(LocalCluster.Collection)]
public sealed class LocalClusterCollection : ICollectionFixture<LocalCluster>;
