using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orchestrator.Load;

/// <summary>A Redis of our own, as docs/redis.md recommends it: everything in its log, to the disk every second.</summary>
internal sealed class RedisProcess : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("bench-redis-");
    private readonly Process _process;
    private readonly int _port = Ports.Free();

    public RedisProcess()
    {
        var port = _port.ToString(CultureInfo.InvariantCulture);
        _process = Process.Start(new ProcessStartInfo(
            "redis-server", ["--port", port, "--bind", "127.0.0.1", "--dir", _folder.FullName, "--appendonly", "yes", "--appendfsync", "everysec", "--save", ""])
        {
            RedirectStandardOutput = true,
        })!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
    }

    public string Connection => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>What it has used since it started.</summary>
    public async Task<RedisUsage> Read()
    {
        var info = await Info();
        double Number(string name) => info.TryGetValue(name, out var value) ? double.Parse(value, CultureInfo.InvariantCulture) : 0;
        double Calls(string command) => info.TryGetValue($"cmdstat_{command}", out var value)
            ? double.Parse(value.Split(',')[0].Split('=')[1], CultureInfo.InvariantCulture)
            : 0;
        return new RedisUsage((Number("used_cpu_user") + Number("used_cpu_sys")) * 1000, Calls("evalsha"), Number("used_memory"));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<Dictionary<string, string>> Info()
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, _port);
        await using var stream = client.GetStream();
        await stream.WriteAsync("INFO all\r\nQUIT\r\n"u8.ToArray());
        using var reader = new StreamReader(stream, Encoding.ASCII);
        return (await reader.ReadToEndAsync()).Split('\n')
            .Select(line => line.Trim().Split(':', 2))
            .Where(pair => pair.Length == 2)
            .ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
    }
}

/// <param name="Scripts">Scripts that were called: each is a round trip of the service.</param>
internal sealed record RedisUsage(double CpuMilliseconds, double Scripts, double MemoryBytes);
