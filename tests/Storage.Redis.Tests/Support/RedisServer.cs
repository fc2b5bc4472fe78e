using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis.Tests.Support;

/// <summary>
/// A real Redis of the tests' own: a free port of the loopback, a directory that goes with it, everything in its log (AOF).
/// </summary>
public sealed class RedisServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly string[] Settings =
        ["--bind", "127.0.0.1", "--appendonly", "yes", "--appendfsync", "everysec", "--save", "", "--daemonize", "no", "--logfile", ""];

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("redis-");
    private readonly string[] _settings;
    private Process _process = null!;
    private ConnectionMultiplexer? _admin;

    private RedisServer(int port, string[] settings)
    {
        Port = port;
        _settings = settings;
    }

    public int Port { get; }

    public static async Task<RedisServer> Start(params string[] settings)
    {
        var server = new RedisServer(FreePort(), settings);
        await server.Launch();
        return server;
    }

    /// <summary>Options of a service of its own: nobody else uses its keys. On a machine that is busy Redis is late, not away.</summary>
    public RedisStoreOptions NewOptions() => new()
    {
        Connection = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port}"),
        KeyPrefix = $"t{Guid.NewGuid():n}",
        ConnectTimeout = TimeSpan.FromSeconds(20),
        CommandTimeout = TimeSpan.FromSeconds(20),
    };

    /// <summary>A connection that may do everything, to look at what a store has left behind.</summary>
    public async Task<ConnectionMultiplexer> Admin() => _admin ??= await ConnectionMultiplexer.ConnectAsync(
        string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Port},allowAdmin=true,syncTimeout=20000,asyncTimeout=20000"));

    /// <summary>All that was ever written, as it lies on the disk.</summary>
    public string Written()
    {
        var all = new StringBuilder();
        foreach (var file in _directory.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            using var reader = new StreamReader(file.Open(FileMode.Open, FileAccess.Read, FileShare.ReadWrite), Encoding.Latin1);
            all.Append(reader.ReadToEnd());
        }

        return all.ToString();
    }

    public Task Pause() => Signal("STOP");

    public Task Resume() => Signal("CONT");

    /// <summary>As a crash of the process: no farewell, no last save.</summary>
    public async Task Kill()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    public Task StartAgain() => Launch();

    public async ValueTask DisposeAsync()
    {
        if (_admin is not null)
            await _admin.DisposeAsync();
        await Kill();
        _directory.Delete(recursive: true);
    }

    private async Task Launch()
    {
        string[] place = ["--port", Port.ToString(CultureInfo.InvariantCulture), "--dir", _directory.FullName];
        var ready = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        string[] arguments = [.. place, .. Settings, .. _settings];
        _process = Process.Start(new ProcessStartInfo("redis-server", arguments) { RedirectStandardOutput = true })!;
        _process.OutputDataReceived += (_, line) =>
        {
            if (line.Data is null)
                ready.TrySetException(new InvalidOperationException("redis-server ended before it was ready."));
            else if (line.Data.Contains("Ready to accept connections", StringComparison.Ordinal))
                ready.TrySetResult();
        };
        _process.BeginOutputReadLine();
        try
        {
            await ready.Task.WaitAsync(Patience);
        }
        catch
        {
            await Kill();
            throw;
        }
    }

    private async Task Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
