using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Tests.Rtpengine;

/// <summary>The rtpengine of this machine (Debian package rtpengine-daemon), on ports of its own, in userspace.</summary>
internal sealed class Daemon : IDisposable
{
    private readonly MediaPorts _media = MediaPorts.Take();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("rtpengine");
    private readonly string[] _more;
    private Process _process;

    private Daemon(string[] more)
    {
        _more = more;
        (Udp, Http) = (FreePort(), FreePort());
        _process = Launch();
    }

    /// <summary>Whether what comes from there is its media.</summary>
    public bool Sends(IPEndPoint from) => from.Port >= _media.First && from.Port <= _media.Last;

    public IPEndPoint Udp { get; }

    public IPEndPoint Http { get; }

    /// <param name="more">Further arguments.</param>
    public static async Task<Daemon> Start(params string[] more)
    {
        var daemon = new Daemon(more);
        await daemon.Ready();
        return daemon;
    }

    public void Kill() => _process.Kill();

    /// <summary>It stands still until it may go on: for others it is dead, and all it has is still there.</summary>
    public Task Halt() => Signal("STOP");

    public Task GoOn() => Signal("CONT");

    /// <summary>How many calls it has; -1 if it does not say.</summary>
    public async Task<int> Calls()
    {
        await using var client = new NgClient(new UdpNgLink(Udp), TimeProvider.System, new NgTimes { Timeout = TimeSpan.FromSeconds(30) });
        return (await client.Send("list", new NgDictionary { ["limit"] = "100" })).Items["calls"] is NgValue.List list ? list.Items.Count : -1;
    }

    public async Task Restart()
    {
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = Launch();
        await Ready();
    }

    private Process Launch()
    {
        var start = new ProcessStartInfo("rtpengine") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (var argument in (string[])
        [
            "--interface=127.0.0.1", $"--listen-ng={Udp}", $"--listen-http={Http}", "--table=-1", "--foreground", "--log-stderr", "--log-level=4",
            $"--port-min={_media.First.ToString(CultureInfo.InvariantCulture)}", $"--port-max={_media.Last.ToString(CultureInfo.InvariantCulture)}",
            "--delete-delay=0", $"--pidfile={Path.Combine(_folder.FullName, "pid")}", "--config-file=none", "--num-threads=2", .. _more,
        ])
            start.ArgumentList.Add(argument);
        var process = Process.Start(start) ?? throw new InvalidOperationException("rtpengine did not start.");
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        process.BeginOutputReadLine();
        return process;
    }

    private async Task Ready()
    {
        await using var client = new NgClient(new UdpNgLink(Udp), TimeProvider.System, new NgTimes { Timeout = TimeSpan.FromSeconds(60) });
        Assert.True((await client.Ping()).IsDone, "rtpengine does not answer 60 s after its start.");
    }

    private async Task Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    private static IPEndPoint FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.Dispose();
        _media.Dispose();
        _folder.Delete(recursive: true);
    }
}
