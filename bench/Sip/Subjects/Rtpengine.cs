namespace Orchestrator.SipBench.Subjects;

/// <summary>rtpengine (Debian package <c>rtpengine-daemon</c>) in userspace, with room for many calls.</summary>
internal sealed class Rtpengine : IDisposable
{
    private readonly Child _process;

    public Rtpengine()
    {
        ControlPort = UdpPorts.Free();
        _process = new Child("rtpengine",
        [
            "--interface=127.0.0.1", $"--listen-ng=127.0.0.1:{ControlPort}", "--table=-1", "--foreground", "--log-stderr", "--log-level=3", "--config-file=none",
            "--port-min=40000", "--port-max=59999", "--delete-delay=0", $"--num-threads={Environment.ProcessorCount}", $"--pidfile={Path.GetTempPath()}bench-rtpengine-{ControlPort}",
        ]);
    }

    public int ControlPort { get; }

    public int Id => _process.Id;

    public void Dispose() => _process.Dispose();
}
