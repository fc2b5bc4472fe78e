using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Dialogs;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Relaying;
using Orchestrator.Sip.Resolution;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.UserAgents;

/// <summary>A SIP user agent: calls out, is called, and owns all layers below it. Safe for use by several threads.</summary>
public sealed partial class SipUserAgent : ITransactionUser, IAsyncDisposable
{
    private readonly ConcurrentDictionary<DialogId, SipSession> _sessions = new();
    private readonly ConcurrentDictionary<(string CallId, string Tag), (OutgoingCall Call, ITimer Timer)> _lingering = new();
    private readonly SipUserAgentHandler _handler;
    private readonly SipUserAgentOptions _options;
    private readonly FlowRelay _relay;

    /// <param name="resolver"><c>null</c> for RFC 3263 with the system's name servers.</param>
    public SipUserAgent(
        TransportLayer transports, SipUserAgentHandler? handler = null, SipUserAgentOptions? options = null, TimeProvider? time = null,
        ISipResolver? resolver = null)
    {
        ArgumentNullException.ThrowIfNull(transports);
        _options = options ?? new SipUserAgentOptions();
        _handler = handler ?? new NobodyHome();
        Time = time ?? TimeProvider.System;
        Transactions = new TransactionLayer(transports, Time, _options.Timers);
        Resolver = resolver ?? new SipResolver(new DnsSource(), [.. transports.Transports.Select(transport => transport.Protocol).Distinct()]);
        Upgrade = new TcpUpgrade(transports, Time);
        _relay = new FlowRelay(transports, Resolver, Transactions);
        Transactions.Start(this, _relay);
    }

    /// <summary>A user agent on one port, by UDP and by TCP; the system chooses it unless it is given.</summary>
    /// <exception cref="SocketException">The port is taken.</exception>
    public static SipUserAgent Listen(IPEndPoint local, SipUserAgentHandler? handler = null, SipUserAgentOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(local);
        for (var tries = 20; ; tries--)
        {
            var udp = new UdpTransport(local);
            try
            {
                var tcp = new TcpTransport(udp.LocalEndPoint, TimeProvider.System);
                return new SipUserAgent(new TransportLayer([udp, tcp], TimeProvider.System), handler, options);
            }
            catch (SocketException) when (local.Port == 0 && tries > 0)
            {
                // Free for UDP and not for TCP: another one.
                udp.Dispose();
            }
        }
    }

    public TransactionLayer Transactions { get; }

    public TransportLayer Transports => Transactions.Transports;

    public TimeProvider Time { get; }

    public ISipResolver Resolver { get; }

    internal TcpUpgrade Upgrade { get; }

    /// <summary>Sessions that are not over, early ones too.</summary>
    public int SessionCount => _sessions.Count;

    /// <summary>Calls somebody. The listener is told what happens; <see cref="OutgoingCall.Answered"/> is for those who only wait.</summary>
    /// <exception cref="ArgumentException">A value holds CR, LF or NUL, or a header is one that the library writes.</exception>
    public OutgoingCall Invite(InviteOptions options, CallListener? listener = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        var call = new OutgoingCall(this, options, listener ?? CallListener.Nobody);
        call.Start();
        return call;
    }

    /// <summary>Sends a request that is no INVITE and belongs to no session: OPTIONS, MESSAGE, REGISTER. Call-ID, CSeq and tag are added where missing.</summary>
    /// <param name="firstResponse">How long one target may take to answer; <c>null</c> for 64*T1.</param>
    public Task<RequestOutcome> Request(SipRequest request, Credentials? credentials = null, SipTarget? target = null, TimeSpan? firstResponse = null) =>
        Request(request, credentials is null ? null : new DigestClient(credentials), target, firstResponse: firstResponse);

    internal Task<RequestOutcome> Request(SipRequest request, DigestClient? digest, SipTarget? target, string? contactUser = null, TimeSpan? firstResponse = null)
    {
        ArgumentNullException.ThrowIfNull(request);
        var headers = request.Headers;
        if (!headers.Contains(HeaderNames.MaxForwards)) headers.Add(HeaderNames.MaxForwards, "70");
        if (!headers.Contains(HeaderNames.To)) headers.Add(HeaderNames.To, new NameAddress(request.Uri).ToString());
        if (request.From.Tag is null) headers.Set(HeaderNames.From, request.From.WithTag(SipIds.Tag()).ToString());
        if (!headers.Contains(HeaderNames.CallId)) headers.Add(HeaderNames.CallId, SipIds.CallId());
        if (!headers.Contains(HeaderNames.CSeq)) headers.Add(HeaderNames.CSeq, new CSeq(1, request.Method).ToString());
        var mailbox = new Mailbox(Report);
        var pending = new PendingRequest();
        var sending = new OutgoingRequest(this, mailbox, pending, request, new OutgoingTerms(target, digest, Renumber, firstResponse, contactUser));
        mailbox.Post(sending.Start);
        return pending.Outcome;
    }

    /// <summary>
    /// A route through this user agent to who is behind that flow (the connection, or the source, of a request of his): for another user agent's
    /// <see cref="InviteOptions.Route"/>. Whoever has it can reach him so, as long as this process lives.
    /// </summary>
    public SipUri RouteTo(SipTarget flow)
    {
        ArgumentNullException.ThrowIfNull(flow);
        return _relay.RouteTo(flow);
    }

    internal void Report(Exception e) => _options.Failed?.Invoke(e);

    internal void Add(SipSession session) => _sessions[session.Id] = session;

    internal void Remove(SipSession session) => _sessions.TryRemove(new(session.Id, session));

    /// <summary>Keeps a call that we gave up for as long as somebody may answer it.</summary>
    internal void Linger(OutgoingCall call)
    {
        var key = (call.CallId, call.LocalTag);
        Forget(key);
        _lingering[key] = (call, Time.CreateTimer(_ => Forget(key), null, Transactions.Timers.Timeout, Timeout.InfiniteTimeSpan));
    }

    private void Forget((string, string) key)
    {
        if (_lingering.TryRemove(key, out var entry)) entry.Timer.Dispose();
    }

    private static void Renumber(SipRequest request) =>
        request.Headers.Set(HeaderNames.CSeq, new CSeq(request.CSeq.Number + 1, request.Method).ToString());

    public ValueTask DisposeAsync() => Transports.DisposeAsync();

    private sealed class NobodyHome : SipUserAgentHandler
    {
    }
}
