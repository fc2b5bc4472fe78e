using System.Net.Sockets;

namespace Orchestrator.Telephony.Sip;

/// <summary>
/// Takes datagrams until nobody wants any more. Whatever goes wrong meanwhile is over with one of them: a far end that is away (ICMP tells it in many words), one that cannot
/// be read, or whoever is told of it.
/// </summary>
internal static class Datagrams
{
    private const int Longest = 65_535;

    /// <param name="next">Receives one.</param>
    /// <param name="take">Told of it; it may keep it.</param>
    /// <param name="failed">Told what <paramref name="take"/> has thrown.</param>
    /// <param name="over">Cancelled before the socket is closed.</param>
    public static async Task Receive(Func<Memory<byte>, ValueTask<int>> next, Action<ReadOnlyMemory<byte>> take, Action<Exception> failed, CancellationToken over)
    {
        var buffer = new byte[Longest];
        while (!over.IsCancellationRequested)
        {
            try
            {
                var length = await next(buffer).ConfigureAwait(false);
                take(buffer.AsSpan(0, length).ToArray());
            }
            catch (Exception e) when (e is SocketException || over.IsCancellationRequested)
            {
                // Lost, as any datagram may be.
            }
            catch (Exception fault)
            {
                failed(fault);
            }
        }
    }
}
