using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Webhooks;

/// <summary>A Redis of the bench's own, with its log on the disk as operators are told to.</summary>
internal sealed class RedisProcess : IDisposable
{
    private readonly DirectoryInfo _directory;
    private readonly Process _process;

    private RedisProcess(int port, DirectoryInfo directory, Process process) =>
        (Connection, _directory, _process) = ($"127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}", directory, process);

    public string Connection { get; }

    public static async Task<RedisProcess> Start()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
        socket.Close();
        var directory = Directory.CreateTempSubdirectory("bench-redis-");
        var process = Process.Start(new ProcessStartInfo("redis-server",
        [
            "--port", port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--dir", directory.FullName,
            "--appendonly", "yes", "--appendfsync", "everysec", "--save", "",
        ])
        { RedirectStandardOutput = true })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line && !line.Contains("Ready to accept", StringComparison.Ordinal))
        {
        }

        _ = process.StandardOutput.ReadToEndAsync();
        return new(port, directory, process);
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _directory.Delete(recursive: true);
    }
}
