using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Orchestrator.Telephony.Sip.Rtpengine;

/// <summary>Frames one behind the other over one connection, which is opened again when it breaks and somebody sends.</summary>
public sealed class TcpNgLink(IPEndPoint engine) : INgLink
{
    private const int LongestReply = 1024 * 1024;

    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<ReadOnlyMemory<byte>> _outgoing =
        Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(1024) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });

    private Action<ReadOnlyMemory<byte>>? _received;
    private Task _running = Task.CompletedTask;

    public int LongestFrame => 64 * 1024 * 1024;

    public void Start(Action<ReadOnlyMemory<byte>> received)
    {
        _received = received;
        _running = Task.Run(Run);
    }

    public void Send(ReadOnlyMemory<byte> frame) => _outgoing.Writer.TryWrite(frame);

    private async Task Run()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await _outgoing.Reader.WaitToReadAsync(_closing.Token).ConfigureAwait(false);
                await Connected().ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                // What waited is lost with the connection, and repeated from above; nobody hammers at an engine that is away.
                while (_outgoing.Reader.TryRead(out _))
                {
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task Connected()
    {
        using var socket = new Socket(engine.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(engine, _closing.Token).ConfigureAwait(false);
        using var broken = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
        var reading = Read(socket, broken);
        try
        {
            await foreach (var frame in _outgoing.Reader.ReadAllAsync(broken.Token).ConfigureAwait(false))
                await socket.SendAsync(frame, broken.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!_closing.IsCancellationRequested)
        {
            // The far end closed it.
        }
        finally
        {
            await broken.CancelAsync().ConfigureAwait(false);
            await reading.ConfigureAwait(false);
        }
    }

    private async Task Read(Socket socket, CancellationTokenSource broken)
    {
        try
        {
            var buffer = new byte[16 * 1024];
            var filled = 0;
            while (filled < LongestReply)
            {
                if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
                var read = await socket.ReceiveAsync(buffer.AsMemory(filled), broken.Token).ConfigureAwait(false);
                if (read == 0) break;
                filled += read;
                filled = TakeFrames(buffer, filled);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Broken: opened again when somebody sends.
        }
        await broken.CancelAsync().ConfigureAwait(false);
    }

    private int TakeFrames(byte[] buffer, int filled)
    {
        var start = 0;
        while (NgFrame.Length(buffer.AsMemory(start, filled - start)) is { } length)
        {
            _received?.Invoke(buffer.AsSpan(start, length).ToArray());
            start += length;
        }
        buffer.AsSpan(start, filled - start).CopyTo(buffer);
        return filled - start;
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _closing.Dispose();
    }
}
