using System.Diagnostics;
using System.Globalization;

namespace Orchestrator.Load;

/// <summary>The service as a process of ours, with the probe in it. Ends when disposed.</summary>
internal sealed class ServedProcess : IDisposable
{
    private readonly Process _process;

    private ServedProcess(Process process, Uri address, ProbeClient probe) => (_process, Address, Probe) = (process, address, probe);

    public Uri Address { get; }

    public ProbeClient Probe { get; }

    /// <param name="gc"><c>own</c>: as the service is configured; <c>server</c>, <c>workstation</c>.</param>
    /// <param name="sessions">How many sessions it must be able to remember, so that all can be looked at afterwards.</param>
    /// <param name="redis">Where its calls are kept and other silos found; null: in memory, alone.</param>
    public static ServedProcess Start(string gc, int sessions, string name, string? redis)
    {
        var (port, probePort) = (Ports.Free(), Ports.Free());
        var address = $"http://127.0.0.1:{port}";
        var start = new ProcessStartInfo("dotnet", [Output("src/Silo", "Silo"), "--urls", address])
        {
            RedirectStandardOutput = true,
            Environment =
            {
                ["DOTNET_STARTUP_HOOKS"] = Output("bench/Probe", "Probe"),
                ["BENCH_PROBE_PORT"] = Text(probePort),
                ["Orchestrator__Memory__MostEndedSessions"] = Text(sessions),
            },
        };
        if (redis is not null)
        {
            start.Environment["Orchestrator__Redis__Connection"] = redis;
            start.Environment["Orchestrator__Cluster__NodeName"] = name;
            start.Environment["Orchestrator__Cluster__AdvertisedAddress"] = "127.0.0.1";
            start.Environment["Orchestrator__Cluster__SiloPort"] = Text(Ports.Free());
            start.Environment["Orchestrator__Cluster__GatewayPort"] = Text(Ports.Free());
        }

        if (gc != "own") start.Environment["DOTNET_gcServer"] = gc == "server" ? "1" : "0";
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return new ServedProcess(process, new Uri(address), new ProbeClient(probePort));
    }

    public void Dispose()
    {
        _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string Output(string folder, string name) =>
        Path.Combine(Root(), folder, "bin", "Release", "net10.0", $"Orchestrator.{name}.dll");

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Orchestrator.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
