using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Orchestrator.Sip.Messages;

namespace Orchestrator.Sip.Transports;

/// <summary>What a stream transport may be told.</summary>
public sealed record StreamOptions
{
    public SipLimits Limits { get; init; } = SipLimits.Default;

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a stranger may take until his connection speaks SIP: TLS and WebSocket handshakes.</summary>
    public TimeSpan HandshakeTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a connection is written to, so that NATs keep it and a dead one is noticed (RFC 5626 section 4.4.1).</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Connections at a time; a stranger beyond it is hung up.</summary>
    public int MostConnections { get; init; } = 10_000;
}

/// <summary>
/// Listens, connects, and uses a connection for whatever goes to its far end (RFC 3261 section 18). What a connection is made of
/// (TCP, TLS, WebSocket) is its subclass's.
/// </summary>
public abstract class StreamTransport : ISipTransport
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<long, StreamConnection> _byId = new();
    private readonly ConcurrentDictionary<IPEndPoint, Lazy<Task<StreamConnection>>> _byEndPoint = new();
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TcpListener _listener;
    private readonly ITimer _keepAlive;
    private ITransportSink? _sink;
    private Task _accepting = Task.CompletedTask;

    /// <exception cref="SocketException">The address cannot be bound.</exception>
    protected StreamTransport(SipProtocol protocol, IPEndPoint local, StreamOptions? options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        (Protocol, Options, Time) = (protocol, options ?? new StreamOptions(), time);
        _listener = new TcpListener(local);
        _listener.Start(512);
        LocalEndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _keepAlive = time.CreateTimer(_ => PingAll(), null, Options.KeepAlive, Options.KeepAlive);
    }

    public SipProtocol Protocol { get; }

    public IPEndPoint LocalEndPoint { get; }

    protected StreamOptions Options { get; }

    protected TimeProvider Time { get; }

    public void Start(ITransportSink sink)
    {
        _sink = sink;
        _accepting = Task.Run(Accept);
    }

    public ValueTask Send(ReadOnlyMemory<byte> message, SipTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Connection != 0 && _byId.TryGetValue(target.Connection, out var connection) && connection.TrySend(message))
            return ValueTask.CompletedTask;
        if (_byEndPoint.TryGetValue(target.EndPoint, out var known) && known.Value is { IsCompletedSuccessfully: true } open
            && open.Result.TrySend(message))
            return ValueTask.CompletedTask;
        return new ValueTask(ConnectAndSend(message, target));
    }

    /// <summary>Makes a socket that we connected speak SIP.</summary>
    protected abstract Task<Stream> Open(Socket socket, SipTarget target, CancellationToken cancellation);

    /// <summary>Makes a socket that a stranger connected speak SIP.</summary>
    protected abstract Task<Stream> Welcome(Socket socket, CancellationToken cancellation);

    private async Task ConnectAndSend(ReadOnlyMemory<byte> message, SipTarget target)
    {
        var entry = _byEndPoint.GetOrAdd(target.EndPoint, _ => new Lazy<Task<StreamConnection>>(() => Connect(target)));
        StreamConnection connection;
        try
        {
            connection = await entry.Value.ConfigureAwait(false);
        }
        catch
        {
            _byEndPoint.TryRemove(new(target.EndPoint, entry));
            throw;
        }
        if (connection.TrySend(message)) return;
        // It ended before it was noted down, and nobody took it away: the next message has a connection of its own.
        _byEndPoint.TryRemove(new(target.EndPoint, entry));
        throw new IOException($"The connection to {target} has ended.");
    }

    private async Task<StreamConnection> Connect(SipTarget target)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using var timer = Time.CreateTimer(_ => limit.Cancel(), null, Options.ConnectTimeout, Timeout.InfiniteTimeSpan);
        var socket = new Socket(target.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target.EndPoint, limit.Token).ConfigureAwait(false);
            return Adopt(await Open(socket, target, limit.Token).ConfigureAwait(false), target.EndPoint);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task Accept()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var socket = await _listener.AcceptSocketAsync(_stopping.Token).ConfigureAwait(false);
                if (_byId.Count >= Options.MostConnections) socket.Dispose();
                else Track(Greet(socket));
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.TooManyOpenSockets)
            {
                // There is room again when somebody has left; to ask at once would ask for ever.
                await Task.Delay(Breath, Time).ConfigureAwait(false);
            }
            catch (SocketException)
            {
                // A stranger that went away before he was let in.
            }
            catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task Greet(Socket socket)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using var timer = Time.CreateTimer(_ => limit.Cancel(), null, Options.HandshakeTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            socket.NoDelay = true;
            var remote = (IPEndPoint)socket.RemoteEndPoint!;
            var connection = Adopt(await Welcome(socket, limit.Token).ConfigureAwait(false), remote);
            var entry = new Lazy<Task<StreamConnection>>(Task.FromResult(connection));
            // What has ended meanwhile takes itself out of the one list before it looks into the other.
            if (_byEndPoint.TryAdd(remote, entry) && !_byId.ContainsKey(connection.Source.Connection)) _byEndPoint.TryRemove(new(remote, entry));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException or InvalidDataException)
        {
            socket.Dispose();
        }
    }

    private StreamConnection Adopt(Stream stream, IPEndPoint remote)
    {
        var connection = new StreamConnection(stream, Protocol, remote, Options.Limits);
        _byId[connection.Source.Connection] = connection;
        Track(Live(connection));
        return connection;
    }

    private async Task Live(StreamConnection connection)
    {
        await Task.Yield();
        await connection.Run(message => _sink?.Received(this, message.Span, connection.Source)).ConfigureAwait(false);
        _byId.TryRemove(connection.Source.Connection, out _);
        if (_byEndPoint.TryGetValue(connection.Source.EndPoint, out var entry) && entry.Value is { IsCompletedSuccessfully: true } open
            && open.Result == connection)
            _byEndPoint.TryRemove(new(connection.Source.EndPoint, entry));
        if (!_stopping.IsCancellationRequested) _sink?.Closed(this, connection.Source);
    }

    private void Track(Task task)
    {
        _running[task] = 0;
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void PingAll()
    {
        foreach (var connection in _byId.Values) connection.SendPing();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _keepAlive.DisposeAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        foreach (var connection in _byId.Values) await connection.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(_running.Keys).ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }
}
