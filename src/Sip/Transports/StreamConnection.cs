using System.Net;
using System.Security.Cryptography;
using System.Threading.Channels;
using Orchestrator.Sip.Messages;

namespace Orchestrator.Sip.Transports;

/// <summary>One connection: a reading loop that cuts frames, a writing loop that keeps their order.</summary>
internal sealed class StreamConnection : IDisposable
{
    private const int QueuedMessages = 4096;
    private static readonly byte[] Pong = "\r\n"u8.ToArray();
    private static readonly byte[] Ping = "\r\n\r\n"u8.ToArray();

    // Registrations keep them, and outlive the process: the next one has others.
    private static long _ids = (long)RandomNumberGenerator.GetInt32(1, int.MaxValue) << 20;

    private readonly Stream _stream;
    private readonly SipLimits _limits;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _closing = new();
    private readonly Channel<ReadOnlyMemory<byte>> _outgoing =
        Channel.CreateBounded<ReadOnlyMemory<byte>>(new BoundedChannelOptions(QueuedMessages) { SingleReader = true });

    private long _heard;
    private long _neededUntil;

    public StreamConnection(Stream stream, SipProtocol protocol, IPEndPoint remote, IPEndPoint local, SipLimits limits, TimeProvider time)
    {
        (_stream, _limits, _time) = (stream, limits, time);
        _heard = _neededUntil = time.GetTimestamp();
        Source = new SipTarget(protocol, remote, Connection: Interlocked.Increment(ref _ids), Local: local);
    }

    public SipTarget Source { get; }

    /// <summary>Queues a message; false if the connection has ended or does not take any more.</summary>
    public bool TrySend(ReadOnlyMemory<byte> message) => _outgoing.Writer.TryWrite(message);

    public void SendPing() => TrySend(Ping);

    /// <summary>A message or a ping has come, to its end.</summary>
    public bool HasSpoken { get; private set; }

    /// <summary>So long nothing has come, and nobody needs it.</summary>
    public bool IsIdleFor(TimeSpan time) =>
        _time.GetElapsedTime(Volatile.Read(ref _heard)) >= time && _time.GetTimestamp() >= Volatile.Read(ref _neededUntil);

    /// <summary>Somebody will need it for so long, even if nothing comes.</summary>
    public void KeepOpen(TimeSpan time)
    {
        var until = _time.GetTimestamp() + (long)(time.TotalSeconds * _time.TimestampFrequency);
        if (until > Volatile.Read(ref _neededUntil)) Volatile.Write(ref _neededUntil, until);
    }

    /// <summary>Reads and writes until either side ends it.</summary>
    public async Task Run(Action<ReadOnlyMemory<byte>> received)
    {
        var writing = Write();
        try
        {
            await Read(received).ConfigureAwait(false);
        }
        catch (Exception e) when (IsEnd(e))
        {
            // The far end is gone; whoever waits for an answer has a timer of its own.
        }
        _outgoing.Writer.TryComplete();
        await _closing.CancelAsync().ConfigureAwait(false);
        await writing.ConfigureAwait(false);
        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private async Task Read(Action<ReadOnlyMemory<byte>> received)
    {
        var buffer = new byte[8 * 1024];
        var filled = 0;
        while (true)
        {
            if (filled == buffer.Length) Array.Resize(ref buffer, buffer.Length * 2);
            var read = await _stream.ReadAsync(buffer.AsMemory(filled), _closing.Token).ConfigureAwait(false);
            if (read == 0) return;
            filled += read;
            var start = 0;
            while (true)
            {
                var (kind, length) = StreamFraming.Next(buffer.AsSpan(start, filled - start), _limits);
                if (kind == FrameKind.Broken) return;
                // A message that is never whole is nothing; the answer to a ping is not whole before something follows.
                if (kind != FrameKind.Incomplete || StreamFraming.IsKeepAlive(buffer.AsSpan(start, filled - start))) Volatile.Write(ref _heard, _time.GetTimestamp());
                if (kind == FrameKind.Incomplete) break;
                HasSpoken |= kind != FrameKind.Blank;
                if (kind == FrameKind.Ping) TrySend(Pong);
                else if (kind == FrameKind.Message) received(buffer.AsMemory(start, length));
                start += length;
            }
            buffer.AsSpan(start, filled - start).CopyTo(buffer);
            filled -= start;
        }
    }

    private async Task Write()
    {
        try
        {
            await foreach (var message in _outgoing.Reader.ReadAllAsync(_closing.Token).ConfigureAwait(false))
            {
                await _stream.WriteAsync(message, _closing.Token).ConfigureAwait(false);
                if (!_outgoing.Reader.TryPeek(out _)) await _stream.FlushAsync(_closing.Token).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (IsEnd(e))
        {
            _outgoing.Writer.TryComplete();
            await _closing.CancelAsync().ConfigureAwait(false);
        }
    }

    private static bool IsEnd(Exception e) =>
        e is IOException or OperationCanceledException or ObjectDisposedException or System.Net.Sockets.SocketException
            or System.Net.WebSockets.WebSocketException or InvalidOperationException;

    /// <summary>Ends it, whatever is under way.</summary>
    public void Dispose()
    {
        _outgoing.Writer.TryComplete();
        _closing.Cancel();
    }
}
