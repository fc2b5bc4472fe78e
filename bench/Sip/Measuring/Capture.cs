namespace Orchestrator.SipBench.Measuring;

/// <summary>
/// tcpdump on the loopback: each datagram with the kernel's time, so that no clock of a caller, a phone or whoever is measured has a part in it.
/// </summary>
internal sealed class Capture : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string _file = Path.GetTempFileName();
    private readonly Child _process;

    private Capture(Phones phones)
    {
        string[] ports = [$"{phones.Caller}", $"{phones.Winner}", $"{phones.Loser}"];
        _process = new Child("tcpdump",
        [
            "-i", "lo", "-Z", "root", "-s", "900", "-B", "65536", "--immediate-mode", "--time-stamp-precision=nano", "-w", _file,
            "udp and (" + string.Join(" or ", ports.Select(port => $"port {port}")) + ")",
        ]);
    }

    public static async Task<Capture> Begin(Phones phones, TimeProvider clock)
    {
        var capture = new Capture(phones);
        while (!capture._process.Said.Contains("listening on", StringComparison.Ordinal))
        {
            if (capture._process.HasExited) throw new InvalidOperationException($"tcpdump ended.\n{capture._process.Said}");
            await Task.Delay(TimeSpan.FromMilliseconds(50), clock);
        }

        return capture;
    }

    /// <exception cref="InvalidOperationException">It has not seen everything.</exception>
    public async Task<Delays> End(Phones phones)
    {
        await _process.Interrupt(Patience);
        if (!_process.Said.Contains("\n0 packets dropped by kernel", StringComparison.Ordinal))
            throw new InvalidOperationException($"tcpdump missed something: the delays would be those of the rest.\n{_process.Said}");
        var delays = new Delays(phones);
        foreach (var datagram in PcapFile.Read(_file)) delays.Add(datagram);
        return delays;
    }

    public void Dispose()
    {
        _process.Dispose();
        File.Delete(_file);
    }
}
