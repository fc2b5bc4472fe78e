using System.Net;
using System.Net.Sockets;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;

namespace Orchestrator.Sip.Transports;

/// <summary>What the layer above takes from the transports.</summary>
public interface IMessageSink
{
    void RequestReceived(SipRequest request, SipTarget source);

    void ResponseReceived(SipResponse response, SipTarget source);

    /// <summary>A connection has ended.</summary>
    void ConnectionClosed(SipTarget source)
    {
    }
}

public sealed record TransportOptions
{
    public SipLimits Limits { get; init; } = SipLimits.Default;

    /// <summary>Messages a second that one address may send; 0 for no limit.</summary>
    public int MessagesPerSecondAndSource { get; init; }

    /// <summary>The host that Via and Contact tell; <c>null</c> for the address that a transport is bound to, or that leads to the far end.</summary>
    public string? AdvertisedHost { get; init; }

    /// <summary>A request of more bytes goes over TCP instead of UDP, if there is a TCP transport and its far end takes it (RFC 3261 section 18.1.1).</summary>
    public int LargestUdpRequest { get; init; } = 1300;

    /// <summary>Told of an exception that a message has caused; the message is lost.</summary>
    public Action<Exception>? Failed { get; init; }
}

/// <summary>All transports of a user agent: reads what they receive, answers what is malformed, sends over the one that fits.</summary>
public sealed class TransportLayer : ITransportSink, IAsyncDisposable
{
    private readonly IReadOnlyList<ISipTransport> _transports;
    private readonly SourceLimiter _limiter;
    private IMessageSink? _sink;

    public TransportLayer(IReadOnlyList<ISipTransport> transports, TimeProvider time, TransportOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(transports);
        Options = options ?? new TransportOptions();
        _transports = transports;
        _limiter = new SourceLimiter(Options.MessagesPerSecondAndSource, time);
    }

    public TransportOptions Options { get; }

    public TransportCounters Counters { get; } = new();

    public IReadOnlyList<ISipTransport> Transports => _transports;

    public void Start(IMessageSink sink)
    {
        _sink = sink;
        foreach (var transport in _transports) transport.Start(this);
    }

    /// <summary>The transport that reaches such targets, or <c>null</c>.</summary>
    public ISipTransport? Find(SipProtocol protocol, AddressFamily? family = null)
    {
        foreach (var transport in _transports)
            if (transport.Protocol == protocol && (family is null || transport.LocalEndPoint.AddressFamily == family)) return transport;
        return null;
    }

    /// <summary>The transport that such a target is reached by, or <c>null</c>: the one that it names, else one on the same address, else the first that fits.</summary>
    public ISipTransport? Find(SipTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        ISipTransport? beside = null;
        if (target.Local is { } local)
        {
            foreach (var transport in _transports)
            {
                if (transport.Protocol != target.Protocol || !transport.LocalEndPoint.Address.Equals(local.Address)) continue;
                if (transport.LocalEndPoint.Port == local.Port) return transport;
                beside ??= transport;
            }
        }
        return beside ?? Find(target.Protocol, target.EndPoint.AddressFamily);
    }

    /// <summary>How a far end names this transport: in a Via, a Contact.</summary>
    public (string Host, int Port) Advertised(ISipTransport transport, IPAddress farEnd)
    {
        ArgumentNullException.ThrowIfNull(transport);
        var local = transport.LocalEndPoint;
        if (Options.AdvertisedHost is { } host) return (host, local.Port);
        var isAny = local.Address.Equals(IPAddress.Any) || local.Address.Equals(IPAddress.IPv6Any);
        return ((isAny ? LocalAddress.Towards(farEnd) : local.Address).ToString(), local.Port);
    }

    public ValueTask Send(ReadOnlyMemory<byte> message, SipTarget target)
    {
        ArgumentNullException.ThrowIfNull(target);
        return Find(target) is { } transport ? transport.Send(message, target) : ValueTask.FromException(NoTransportFor(target));
    }

    /// <summary>Makes sure that there is a connection to send over; the task fails if there is none.</summary>
    internal Task Connect(SipTarget target) => Find(target) is { } transport ? transport.Connect(target) : Task.FromException(NoTransportFor(target));

    private static InvalidOperationException NoTransportFor(SipTarget target) => new($"No transport for {target}.");

    /// <summary>The connection that a request or a response was on will be needed as long as the response says.</summary>
    internal void KeepOpen(SipTarget flow, SipResponse response)
    {
        if (flow.Connection != 0 && Promises.Of(response) is { Ticks: > 0 } time && Find(flow) is StreamTransport stream)
            stream.KeepOpen(flow.Connection, time);
    }

    /// <summary>Answers without a transaction: for what is malformed, and for those who may not even have one.</summary>
    public void Answer(SipRequest request, SipTarget source, int status, string? phrase = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        // Whoever sends no Via speaks another protocol. One that cannot be read leaves the way that it came.
        if (request.Method == SipMethods.Ack || request.Headers.Values(HeaderNames.Via).FirstOrDefault() is not { } text) return;
        var target = Via.TryParse(text, out var via) ? ResponseRouting.TargetOf(via, source) : source;
        Observe(Send(SipWriter.ToBytes(SipResponses.To(request, status, phrase)), target));
    }

    void ITransportSink.Received(ISipTransport transport, ReadOnlySpan<byte> message, SipTarget source)
    {
        try
        {
            Take(message, source);
        }
        catch (Exception e)
        {
            // One message must not take the socket with it that serves everybody.
            Options.Failed?.Invoke(e);
        }
    }

    void ITransportSink.Closed(ISipTransport transport, SipTarget source)
    {
        try
        {
            _sink?.ConnectionClosed(source);
        }
        catch (Exception e)
        {
            Options.Failed?.Invoke(e);
        }
    }

    private void Take(ReadOnlySpan<byte> message, SipTarget source)
    {
        if (!_limiter.Admits(source.EndPoint.Address))
        {
            Counters.CountOverLimit();
            return;
        }
        var result = SipParser.Parse(message, Options.Limits);
        if (!result.IsWhole) Refuse(result, message, source);
        else if (result.Message is SipResponse response) _sink?.ResponseReceived(response, source);
        else if (result.Message is SipRequest request)
        {
            ResponseRouting.NoteSource(request, source);
            _sink?.RequestReceived(request, source);
        }
    }

    private void Refuse(SipParseResult result, ReadOnlySpan<byte> message, SipTarget source)
    {
        if (result.Message is SipResponse || message.StartsWith("SIP/"u8))
        {
            Counters.CountMalformedResponse();
            return;
        }
        Counters.CountMalformedRequest();
        if (result is { Message: SipRequest request, Fault: { } fault }) Answer(request, source, fault.Status, fault.Phrase);
    }

    // A stateless answer that cannot be sent is a lost one: the far end repeats its request.
    private static void Observe(ValueTask sending)
    {
        if (!sending.IsCompletedSuccessfully) _ = sending.AsTask().ContinueWith(static done => done.Exception, TaskScheduler.Default);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var transport in _transports) await transport.DisposeAsync().ConfigureAwait(false);
    }
}
