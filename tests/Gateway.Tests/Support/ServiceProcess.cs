using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Gateway.Tests.Support;

/// <summary>The real service as a child process; what it writes is kept.</summary>
internal sealed class ServiceProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly Process _process;

    private ServiceProcess(ProcessStartInfo start)
    {
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
    }

    public string Log => string.Join('\n', _lines);

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    /// <param name="settings">Environment variables; whatever the surroundings say about the service is not passed on.</param>
    public static ServiceProcess Start(IEnumerable<KeyValuePair<string, string>> settings)
    {
        // By a shell: both of its streams in one, so that lines are kept in the order in which they were written.
        var start = new ProcessStartInfo("sh", ["-c", "exec dotnet \"$0\" 2>&1", Path.Combine(AppContext.BaseDirectory, "Orchestrator.Silo.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        string[] ours = ["ASPNETCORE_", "DOTNET_ENVIRONMENT", "Orchestrator__", "OTEL_", "Kestrel__", "Logging__", "URLS"];
        foreach (var name in start.Environment.Keys.Where(name => ours.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))).ToList())
            start.Environment.Remove(name);
        foreach (var (name, value) in settings) start.Environment[name] = value;
        return new ServiceProcess(start);
    }

    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    /// <summary>One that does not get ready is killed: whoever waits while he sets himself up is not disposed of.</summary>
    public async Task WaitUntilReady(HttpClient http)
    {
        try
        {
            await Eventually.True("the service gets ready", () => IsReady(http), StartPatience);
        }
        catch
        {
            if (!_process.HasExited) _process.Kill(entireProcessTree: true);
            throw;
        }
    }

    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    /// <summary>Its exit code; the whole log has been read by then.</summary>
    public async Task<int> Exit(TimeSpan patience)
    {
        using var limit = new CancellationTokenSource(patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The service did not end within {patience.TotalSeconds} s:\n{Log}");
        }

        return _process.ExitCode;
    }

    /// <summary>What it keeps in physical memory, in KiB.</summary>
    public long Resident() => Status("VmRSS:");

    /// <summary>The highest that <see cref="Resident"/> ever was.</summary>
    public long ResidentPeak() => Status("VmHWM:");

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await Exit(TimeSpan.FromSeconds(10));
        _process.Dispose();
    }

    private async Task<bool> IsReady(HttpClient http)
    {
        Assert.False(_process.HasExited, $"The service ended while it started:\n{Log}");
        try
        {
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private long Status(string key)
    {
        var line = File.ReadLines($"/proc/{Id}/status").First(line => line.StartsWith(key, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Split('\t')[^1], CultureInfo.InvariantCulture);
    }

    private void Keep(string? line)
    {
        if (line is not null) _lines.Enqueue(line);
    }
}
