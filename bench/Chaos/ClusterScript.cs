using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Orchestrator.Chaos;

/// <summary>A cluster on this machine, run by deploy/local/cluster.sh in a folder of its own, on ports of its own.</summary>
/// <param name="programs">Where the programs are; null: they are published once.</param>
internal sealed class ClusterScript(string? programs) : IDisposable
{
    private const int PortsNeeded = 80;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);
    private static readonly string Script = Path.GetFullPath(Path.Combine(Here(), "../../deploy/local/cluster.sh"));
    private readonly DirectoryInfo _run = Directory.CreateTempSubdirectory("cluster-");
    private readonly int _base = FreePorts();

    /// <summary>Logs, process ids, Redis' files.</summary>
    public string Folder => _run.FullName;

    /// <summary>Through haproxy.</summary>
    public Uri Front => At(PortsNeeded - 1);

    /// <summary>The gateways, asked directly.</summary>
    public IReadOnlyList<Uri> Gateways => [At(11), At(12)];

    /// <summary>Address of Redis.</summary>
    public string Redis => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_base}");

    /// <summary>Everything that was stopped runs again, and is ready.</summary>
    public Task Up() => Run("up");

    public Task Down() => Run("down");

    public Task Kill(string name, string signal = "KILL") => Run("kill", name, signal);

    public Task Start(string name) => Run("start", name);

    /// <summary>What this one process is told beyond the configuration, from its next start on.</summary>
    public void Tell(string name, params string[] lines) => File.WriteAllLines(Path.Combine(Folder, $"{name}.env"), lines);

    /// <summary>How the lives of a process ended so far, oldest first.</summary>
    public IReadOnlyList<int> ExitsOf(string name)
    {
        var file = Path.Combine(Folder, $"{name}.exits");
        return File.Exists(file)
            ? [.. File.ReadLines(file).Select(line => int.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture))]
            : [];
    }

    public string LogOf(string name) => File.ReadAllText(Path.Combine(Folder, $"{name}.log"));

    /// <summary>Takes the folder away.</summary>
    public void Dispose()
    {
        if (_run.Exists) _run.Delete(recursive: true);
        _run.Refresh();
    }

    private async Task Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Script, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["ORC_PORT"] = $"{_base + PortsNeeded - 1}";
        start.Environment["ORC_PORT_BASE"] = $"{_base}";
        start.Environment["ORC_RUN_DIR"] = Folder;
        if (programs is not null)
            start.Environment["ORC_PROGRAMS"] = programs;
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        var text = string.Join('\n', await said.WaitAsync(Patience));
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"cluster.sh {string.Join(' ', arguments)}: {process.ExitCode}\n{text}{Ends()}");
    }

    private string Ends() => string.Concat(_run.EnumerateFiles("*.log").Select(log =>
        $"\n--- {log.Name}\n{string.Join('\n', File.ReadLines(log.FullName).TakeLast(12))}"));

    private Uri At(int offset) => new($"http://127.0.0.1:{_base + offset}");

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
