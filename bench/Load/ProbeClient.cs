using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Orchestrator.Load;

/// <summary>What the service's processes have used since they started.</summary>
/// <param name="Redis">What their Redis has; null: they have none.</param>
internal sealed record Usage(
    double AllocatedBytes, double Gen0, double Gen1, double Gen2, double HeapBytes, double PauseMilliseconds, double CpuMilliseconds, double WorkingSetBytes,
    RedisUsage? Redis = null);

/// <summary>Asks the probe inside the service.</summary>
internal sealed class ProbeClient(int port)
{
    public Task<Usage> Read() => Ask((byte)'r');

    /// <summary>Reads after a full garbage collection.</summary>
    public Task<Usage> Settle() => Ask((byte)'s');

    private async Task<Usage> Ask(byte what)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        await using var stream = client.GetStream();
        stream.WriteByte(what);
        using var reader = new StreamReader(stream);
        var all = await reader.ReadToEndAsync();
        var numbers = all.Split(' ', StringSplitOptions.TrimEntries).Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToList();
        return new Usage(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7]);
    }
}
