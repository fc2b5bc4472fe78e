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

    /// <summary>And then, until its first message or ping has come; a WebSocket has said enough by its handshake.</summary>
    public TimeSpan FirstMessage { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a connection is written to, so that NATs keep it and a dead one is noticed (RFC 5626 section 4.4.1).</summary>
    public TimeSpan KeepAlive { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// How long nothing may come, neither a message nor a ping nor the answer to one of ours, before a connection is ended; looked at with each
    /// <see cref="KeepAlive"/>. One on which a phone has registered, or a session was begun, stays until that has run out.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Connections of strangers at a time, those counted whose handshake is under way; one beyond it is hung up.</summary>
    public int MostConnections { get; init; } = 10_000;

    /// <summary>Of these, connections of one address, or of one /64 of IPv6; 0 for no limit.</summary>
    public int MostConnectionsPerSource { get; init; } = 1000;
}

/// <summary>
/// Listens, connects, and uses a connection for whatever goes to its far end (RFC 3261 section 18). What a connection is made of
/// (TCP, TLS, WebSocket) is its subclass's.
/// </summary>
public abstract class StreamTransport : ISipTransport
{
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(100);
    private readonly ConcurrentDictionary<long, StreamConnection> _byId = new();
    private readonly ConcurrentDictionary<(IPEndPoint, string?), Lazy<Task<StreamConnection>>> _dialed = new();
    private readonly ConcurrentDictionary<Task, byte> _running = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly TcpListener _listener;
    private readonly ConnectionCount _strangers;
    private readonly ITimer _keepAlive;
    private long _hungUp;
    private ITransportSink? _sink;
    private Task _accepting = Task.CompletedTask;

    /// <exception cref="SocketException">The address cannot be bound.</exception>
    protected StreamTransport(SipProtocol protocol, IPEndPoint local, StreamOptions? options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        (Protocol, Options, Time) = (protocol, options ?? new StreamOptions(), time);
        _strangers = new ConnectionCount(Options.MostConnections, Options.MostConnectionsPerSource);
        _listener = new TcpListener(local);
        AcceptSocket = _listener.AcceptSocketAsync;
        _listener.Start(512);
        LocalEndPoint = (IPEndPoint)_listener.LocalEndpoint;
        _keepAlive = time.CreateTimer(_ => PingOrEndAll(), null, Options.KeepAlive, Options.KeepAlive);
    }

    public SipProtocol Protocol { get; }

    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Strangers that were hung up: one too many, or one who did not come to speak SIP, not in time or not at all.</summary>
    public long HungUp => Interlocked.Read(ref _hungUp);

    /// <summary>Waits for a stranger. Only tests put something else in its place.</summary>
    internal Func<CancellationToken, ValueTask<Socket>> AcceptSocket { get; set; }

    /// <summary>How many connections strangers have.</summary>
    internal int Strangers => _strangers.All;

    /// <summary>Connections, theirs and ours.</summary>
    internal int Connections => _byId.Count;

    /// <summary>Far ends that we have connected to.</summary>
    internal int Dialed => _dialed.Count;

    protected StreamOptions Options { get; }

    /// <summary>Whether a stranger's handshake shows already that he speaks SIP.</summary>
    protected virtual bool HandshakeSaysSip => false;

    protected TimeProvider Time { get; }

    public void Start(ITransportSink sink)
    {
        _sink = sink;
        _accepting = Task.Run(Accept);
    }

    public ValueTask Send(ReadOnlyMemory<byte> message, SipTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (target.Connection != 0)
        {
            if (_byId.TryGetValue(target.Connection, out var connection) && connection.TrySend(message)) return ValueTask.CompletedTask;
            if (!target.MayDial) return ValueTask.FromException(Ended(target));
        }
        if (_dialed.TryGetValue(KeyOf(target), out var known) && known.Value is { IsCompletedSuccessfully: true } open
            && open.Result.TrySend(message))
            return ValueTask.CompletedTask;
        return new ValueTask(ConnectAndSend(message, target));
    }

    public async Task Connect(SipTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        await ConnectionTo(target).ConfigureAwait(false);
    }

    /// <summary>Somebody will need this connection for so long, even if nothing comes.</summary>
    internal void KeepOpen(long connection, TimeSpan time)
    {
        if (_byId.TryGetValue(connection, out var known)) known.KeepOpen(time);
    }

    /// <summary>Makes a socket that we connected speak SIP.</summary>
    protected abstract Task<Stream> Open(Socket socket, SipTarget target, CancellationToken cancellation);

    /// <summary>Makes a socket that a stranger connected speak SIP.</summary>
    protected abstract Task<Stream> Welcome(Socket socket, CancellationToken cancellation);

    private async Task ConnectAndSend(ReadOnlyMemory<byte> message, SipTarget target)
    {
        var connection = await ConnectionTo(target).ConfigureAwait(false);
        if (!connection.TrySend(message)) throw Ended(target);
    }

    private async Task<StreamConnection> ConnectionTo(SipTarget target)
    {
        var key = KeyOf(target);
        var entry = _dialed.GetOrAdd(key, _ => new Lazy<Task<StreamConnection>>(() => Dial(target)));
        try
        {
            var connection = await entry.Value.ConfigureAwait(false);
            // What ended before it was noted down nobody has taken away: the next message has a connection of its own.
            if (!_byId.ContainsKey(connection.Source.Connection)) _dialed.TryRemove(new(key, entry));
            return connection;
        }
        catch
        {
            _dialed.TryRemove(new(key, entry));
            throw;
        }
    }

    /// <summary>Only a connection that was made for a name has shown that name's certificate. One that a stranger made has shown nothing, and is not among them.</summary>
    private (IPEndPoint, string?) KeyOf(SipTarget target) => (target.EndPoint, Protocol is SipProtocol.Tls or SipProtocol.Wss ? target.Host?.ToLowerInvariant() : null);

    private static IOException Ended(SipTarget target) => new($"The connection to {target} has ended.");

    private async Task<StreamConnection> Dial(SipTarget target)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using var timer = Time.CreateTimer(_ => limit.Cancel(), null, Options.ConnectTimeout, Timeout.InfiniteTimeSpan);
        var socket = new Socket(target.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(target.EndPoint, limit.Token).ConfigureAwait(false);
            var connection = Adopt(await Open(socket, target, limit.Token).ConfigureAwait(false), target.EndPoint);
            Track(Live(connection, KeyOf(target)));
            return connection;
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
                Track(Admit(await AcceptSocket(_stopping.Token).ConfigureAwait(false)));
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.TooManyOpenSockets or SocketError.NoBufferSpaceAvailable)
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

    private async Task Admit(Socket socket)
    {
        if (socket.RemoteEndPoint is not IPEndPoint remote || !_strangers.TryEnter(remote.Address))
        {
            HangUp(socket);
            return;
        }

        try
        {
            if (await Greet(socket).ConfigureAwait(false) is { } stream) await Host(Adopt(stream, remote)).ConfigureAwait(false);
        }
        finally
        {
            _strangers.Leave(remote.Address);
        }
    }

    /// <returns>Null if he is gone.</returns>
    private async Task<Stream?> Greet(Socket socket)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        using var timer = Time.CreateTimer(_ => limit.Cancel(), null, Options.HandshakeTimeout, Timeout.InfiniteTimeSpan);
        try
        {
            socket.NoDelay = true;
            return await Welcome(socket, limit.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException
            or System.Security.Authentication.AuthenticationException or InvalidDataException)
        {
            HangUp(socket);
            return null;
        }
    }

    private async Task Host(StreamConnection connection)
    {
        var deadline = HandshakeSaysSip ? Timeout.InfiniteTimeSpan : Options.FirstMessage;
        using var timer = Time.CreateTimer(_ => HangUpUnlessSpoken(connection), null, deadline, Timeout.InfiniteTimeSpan);
        await Live(connection).ConfigureAwait(false);
    }

    private void HangUpUnlessSpoken(StreamConnection connection)
    {
        if (connection.HasSpoken) return;
        Interlocked.Increment(ref _hungUp);
        connection.Dispose();
    }

    private void HangUp(Socket socket)
    {
        Interlocked.Increment(ref _hungUp);
        socket.Dispose();
    }

    private StreamConnection Adopt(Stream stream, IPEndPoint remote)
    {
        var connection = new StreamConnection(stream, Protocol, remote, LocalEndPoint, Options.Limits, Time);
        _byId[connection.Source.Connection] = connection;
        if (_stopping.IsCancellationRequested) connection.Dispose();
        return connection;
    }

    private async Task Live(StreamConnection connection, (IPEndPoint, string?)? dialed = null)
    {
        await Task.Yield();
        await connection.Run(message => _sink?.Received(this, message.Span, connection.Source)).ConfigureAwait(false);
        _byId.TryRemove(connection.Source.Connection, out _);
        if (dialed is { } key && _dialed.TryGetValue(key, out var entry) && entry.Value is { IsCompletedSuccessfully: true } open && open.Result == connection)
            _dialed.TryRemove(new(key, entry));
        if (!_stopping.IsCancellationRequested) _sink?.Closed(this, connection.Source);
    }

    private void Track(Task task)
    {
        _running[task] = 0;
        _ = task.ContinueWith(done => _running.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private void PingOrEndAll()
    {
        foreach (var connection in _byId.Values)
            if (connection.IsIdleFor(Options.IdleTimeout)) connection.Dispose();
            else connection.SendPing();
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _keepAlive.DisposeAsync().ConfigureAwait(false);
        _listener.Stop();
        await _accepting.ConfigureAwait(false);
        foreach (var connection in _byId.Values) connection.Dispose();
        await Task.WhenAll(_running.Keys).ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }
}
