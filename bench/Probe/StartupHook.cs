using System.Globalization;
using System.Net;
using System.Net.Sockets;

/// <summary>
/// Loaded into the service by DOTNET_STARTUP_HOOKS: tells on a loopback port what the process has used. Whoever connects sends one
/// byte, <c>s</c> to have garbage collected first, and reads one line of numbers. The runtime wants this name, and no namespace.
/// </summary>
#pragma warning disable CA1050
internal static class StartupHook
#pragma warning restore CA1050
{
    private const string PortVariable = "BENCH_PROBE_PORT";

    public static void Initialize()
    {
        var port = int.Parse(Environment.GetEnvironmentVariable(PortVariable)!, CultureInfo.InvariantCulture);
        var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        new Thread(() => Serve(listener)) { IsBackground = true, Name = "probe" }.Start();
    }

    private static void Serve(TcpListener listener)
    {
        while (true)
        {
            using var client = listener.AcceptTcpClient();
            using var stream = client.GetStream();
            if (stream.ReadByte() == 's') Settle();
            using var writer = new StreamWriter(stream);
            writer.WriteLine(string.Join(' ', Numbers().Select(number => number.ToString(CultureInfo.InvariantCulture))));
        }
    }

    private static double[] Numbers() =>
    [
        GC.GetTotalAllocatedBytes(),
        GC.CollectionCount(0),
        GC.CollectionCount(1),
        GC.CollectionCount(2),
        GC.GetTotalMemory(forceFullCollection: false),
        GC.GetTotalPauseDuration().TotalMilliseconds,
        Environment.CpuUsage.TotalTime.TotalMilliseconds,
        Environment.WorkingSet,
    ];

    private static void Settle()
    {
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(2, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
