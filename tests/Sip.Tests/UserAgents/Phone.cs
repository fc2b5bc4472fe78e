using System.Text;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Resolution;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.Transports;
using Orchestrator.Sip.UserAgents;

namespace Orchestrator.Sip.Tests.UserAgents;

/// <summary>A user agent on the network in memory that writes down what it is told.</summary>
internal sealed class Phone : CallListener
{
    public static readonly ReadOnlyMemory<byte> Sdp =
        Encoding.ASCII.GetBytes("v=0\r\no=- 1 1 IN IP4 10.0.0.1\r\ns=-\r\nc=IN IP4 10.0.0.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n");

    private readonly MemoryNetwork _network;

    public Phone(
        MemoryNetwork network, string endPoint, SipProtocol protocol = SipProtocol.Udp, IDnsSource? dns = null, SipUserAgentHandler? handler = null,
        params MemoryTransport[] beside)
    {
        _network = network;
        Transport = network.Open(endPoint, protocol);
        var layer = new TransportLayer([Transport, .. beside], network.Time, new TransportOptions { Failed = e => Thrown.Add(e) });
        Agent = new SipUserAgent(
            layer, handler ?? new Door(this), new SipUserAgentOptions { Failed = e => Thrown.Add(e) }, network.Time,
            new SipResolver(dns ?? new FakeDns(), [protocol, .. beside.Select(other => other.Protocol).Where(other => other != protocol)], new Random(1)));
    }

    public SipUserAgent Agent { get; }

    public MemoryTransport Transport { get; }

    public List<string> Told { get; } = [];

    public List<Exception> Thrown { get; } = [];

    public List<SipSession> Sessions { get; } = [];

    public List<IncomingCall> Calls { get; } = [];

    public List<IncomingOffer> Offers { get; } = [];

    public List<IncomingReferral> Referrals { get; } = [];

    public SessionTerms Terms { get; set; } = new() { Expires = null };

    /// <summary>What it does with a call, after having accepted it.</summary>
    public Action<IncomingCall> OnInvite { get; set; } = call => call.Answer(Sdp);

    /// <summary>Takes its calls in its place; null: it takes them itself.</summary>
    public Action<IncomingCall>? OnCall { get; set; }

    public Action<IncomingOffer> OnOffer { get; set; } = offer => offer.Accept(Sdp);

    public SipUri Uri => SipUri.Parse($"sip:{Transport.LocalEndPoint}");

    public SipSession Session => Sessions[^1];

    public IReadOnlyList<string> Sent => _network.Sent(Transport.LocalEndPoint);

    public OutgoingCall Call(Phone other, Func<InviteOptions, InviteOptions>? change = null) => Call(other.Uri, change);

    public OutgoingCall Call(SipUri uri, Func<InviteOptions, InviteOptions>? change = null)
    {
        var options = new InviteOptions { Uri = uri, From = NameAddress.Parse("\"A\" <sip:a@example.com>"), Offer = Sdp, Session = Terms };
        return Agent.Invite(change is null ? options : change(options), this);
    }

    public override void Progressed(OutgoingCall call, SipSession? session, SipResponse response)
    {
        Told.Add($"{response.Status}");
        if (session is not null && !Sessions.Contains(session)) Sessions.Add(session);
    }

    public override void Answered(OutgoingCall call, SipSession session, SipResponse response)
    {
        Told.Add("answered");
        Sessions.Remove(session);
        Sessions.Add(session);
    }

    public override void Failed(OutgoingCall call, CallEnding ending) => Told.Add($"failed {Word(ending)}");

    public override void Failed(IncomingCall call, CallEnding ending) => Told.Add($"failed {Word(ending)}");

    public override void Acknowledged(SipSession session, SipRequest ack) => Told.Add(ack.Body.IsEmpty ? "ack" : "ack with answer");

    public override void ProvisionalAcknowledged(IncomingCall call, SipRequest prack) => Told.Add("prack");

    public override void OfferReceived(SipSession session, IncomingOffer offer)
    {
        Told.Add($"offer by {offer.Request.Method}");
        Offers.Add(offer);
        OnOffer(offer);
    }

    public override void Referred(SipSession session, IncomingReferral referral)
    {
        Told.Add($"referred to {referral.Target.Uri}");
        Referrals.Add(referral);
    }

    public override void ReferralProgressed(SipSession session, int? status, bool isLast) => Told.Add($"referral {status?.ToString() ?? "without a status"}{(isLast ? " last" : "")}");

    public override void RequestReceived(SipSession session, ServerTransaction request)
    {
        Told.Add(request.Request.Method);
        request.Respond(200);
    }

    public override void Ended(SipSession session, CallEnding ending) => Told.Add($"ended {Word(ending)}");

    private static string Word(CallEnding ending) => $"{ending.By} {ending.Status?.ToString() ?? ending.Failure?.ToString()}".TrimEnd();

    private sealed class Door(Phone phone) : SipUserAgentHandler
    {
        public override void Invited(IncomingCall call)
        {
            if (phone.OnCall is { } take)
            {
                take(call);
                return;
            }

            phone.Calls.Add(call);
            call.Accept(phone, phone.Terms);
            if (call.Session is { } session) phone.Sessions.Add(session);
            phone.OnInvite(call);
        }
    }
}
