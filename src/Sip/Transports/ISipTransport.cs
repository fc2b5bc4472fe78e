using System.Net;

namespace Orchestrator.Sip.Transports;

/// <summary>Carries bytes of one protocol from one local address. Knows nothing of what they say but where a message ends.</summary>
public interface ISipTransport : IAsyncDisposable
{
    SipProtocol Protocol { get; }

    /// <summary>Where it listens; the port is the one that the system gave.</summary>
    IPEndPoint LocalEndPoint { get; }

    void Start(ITransportSink sink);

    /// <summary>Hands a message over. The task fails if it is known not to have left: no connection, no route.</summary>
    ValueTask Send(ReadOnlyMemory<byte> message, SipTarget target);

    /// <summary>Makes sure that there is a connection to send over, if the protocol knows any. The task fails if there is none.</summary>
    Task Connect(SipTarget target) => Task.CompletedTask;
}

/// <summary>Takes what a transport receives. Called by one thread at a time for one connection or socket, and must not block.</summary>
public interface ITransportSink
{
    /// <param name="message">One whole message; not to be kept beyond the call.</param>
    void Received(ISipTransport transport, ReadOnlySpan<byte> message, SipTarget source);

    /// <summary>A connection has ended.</summary>
    void Closed(ISipTransport transport, SipTarget source)
    {
    }
}
