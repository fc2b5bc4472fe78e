using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Transports;
using Orchestrator.Sip.UserAgents;

namespace Orchestrator.Telephony.Sip.Configuration;

/// <summary>All that is configured of the SIP plane; section <c>Orchestrator:Sip</c>, written down in docs/sip.md.</summary>
public sealed class SipSettings
{
    public const string Section = "Orchestrator:Sip";

    /// <summary>Where it listens: <c>udp:0.0.0.0:5060</c>, <c>tcp:…</c>, <c>tls:…</c>, <c>ws:…</c>, <c>wss:…</c>. Without any: udp and tcp on 127.0.0.1:5060.</summary>
    public IList<string> Listen { get; } = [];

    /// <summary>The host that Via and Contact tell; without it the address that leads to the far end.</summary>
    public string? AdvertisedHost { get; set; }

    /// <summary>The host of our own address in From, where a caller id is a number; without it the advertised host.</summary>
    public string? Domain { get; set; }

    /// <summary>Our own domain: the host of a number's From, and the realm that subscribers register in.</summary>
    internal string RegistrarDomain => Domain ?? AdvertisedHost ?? "localhost";

    /// <summary>How subscribers may prove who they are, the way liked best first. None: by MD5 alone, since many phones give up at a challenge that they do not know.</summary>
    public IList<DigestAlgorithm> Digest { get; } = [];

    /// <summary>A PEM file with the certificate, for <c>tls</c> and <c>wss</c>.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>A PEM file with its key; without it the key stands in the certificate's file.</summary>
    public string? KeyFile { get; set; }

    public IList<TrunkSettings> Trunks { get; } = [];

    /// <summary>Hosts that SIP URIs may lead to: <c>example.com</c>, <c>*.example.com</c>, an address, a network, <c>*</c>. None: nobody.</summary>
    public IList<string> Allow { get; } = [];

    /// <summary>Hosts they may not lead to, whatever <see cref="Allow"/> says.</summary>
    public IList<string> Deny { get; } = [];

    /// <summary>Networks and addresses that may call in, by their IP address; <c>*</c>: anybody. None: nobody.</summary>
    public IList<string> AllowFrom { get; } = [];

    /// <summary>Session-Expires of a leg that asks for none; RFC 4028 allows no less than 90 s.</summary>
    public TimeSpan SessionExpires { get; set; } = new SessionTerms().Expires!.Value;

    /// <summary>Messages a second that one address may send; 0: as many as it likes.</summary>
    public int MessagesPerSecondAndSource { get; set; } = 500;

    /// <summary>A request of more bytes goes by TCP instead of UDP, where that leads to its far end.</summary>
    public int LargestUdpRequest { get; set; } = new TransportOptions().LargestUdpRequest;

    /// <summary>Connections (TCP, TLS, WebSocket) that one address, or one /64 of IPv6, may have on each socket that is listened on; 0: as many as there are.</summary>
    public int ConnectionsPerSource { get; set; } = new StreamOptions().MostConnectionsPerSource;

    /// <summary>Legs that one project may have dialed at a time on this node; 0: no limit.</summary>
    public int ProjectMaxCalls { get; set; }

    /// <summary>Legs that one project may dial a second on this node; 0: no limit.</summary>
    public int ProjectMaxCallsPerSecond { get; set; }

    /// <summary>Calls that may come in to one project at a time on this node; 0: no limit.</summary>
    public int ProjectMaxInboundCalls { get; set; }

    /// <summary>Calls that may come in to one project a second on this node; 0: no limit.</summary>
    public int ProjectMaxInboundCallsPerSecond { get; set; }

    /// <summary>Whether commands may make up callers without a phone; for trying out and for tests.</summary>
    public bool MadeUpCallers { get; set; }

    public MediaSettings Media { get; set; } = new();
}

/// <summary>Who carries the media.</summary>
public sealed class MediaSettings
{
    /// <summary>Address and port of each rtpengine's ng socket, behind <c>tcp:</c> its TCP one. None: media goes directly between the two ends of a bridge.</summary>
    public IList<string> Engines { get; } = [];

    /// <summary>Where engines send what is dialed by tone (their <c>--dtmf-log-dest</c>): <c>127.0.0.1:22223</c>.</summary>
    public string? DtmfListen { get; set; }

    /// <summary>An address of this machine that media may be sent to and is lost there: stands for whoever has no phone.</summary>
    public string SinkAddress { get; set; } = "127.0.0.1";

    public TimeSpan PingEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>So many pings without an answer and an engine is dead.</summary>
    public int PingsMissed { get; set; } = 3;

    public SoundSettings Sounds { get; set; } = new();
}

/// <summary>A way to phone numbers.</summary>
public sealed class TrunkSettings
{
    /// <summary>By which logs and timelines call it.</summary>
    public string Name { get; set; } = "";

    /// <summary><c>sip:host</c>, with port and <c>transport</c> where the look-up is not to find them.</summary>
    public string Uri { get; set; } = "";

    /// <summary>Beginnings of the numbers it takes: <c>+</c>, <c>+49</c>. Without any: all.</summary>
    public IList<string> Prefixes { get; } = [];

    /// <summary>Its share among trunks with an equally long prefix.</summary>
    public int Weight { get; set; } = 1;

    public string? Username { get; set; }

    public string? Password { get; set; }

    /// <summary>How the called number is written.</summary>
    public NumberFormat NumberFormat { get; set; }

    /// <summary>How the caller's number is written.</summary>
    public NumberFormat CallerIdFormat { get; set; }

    /// <summary>The host of From; without it the trunk's own.</summary>
    public string? FromDomain { get; set; }

    /// <summary>Whether the caller id is asserted too (P-Asserted-Identity), which carriers trust more than From.</summary>
    public bool AssertIdentity { get; set; }

    /// <summary>Calls at a time; 0: no limit.</summary>
    public int MaxCalls { get; set; }

    /// <summary>Calls begun a second; 0: no limit.</summary>
    public int MaxCallsPerSecond { get; set; }

    /// <summary>How long it may take to say anything before the next trunk is tried.</summary>
    public TimeSpan FirstResponse { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often it is asked by OPTIONS whether it is there; 0: never.</summary>
    public TimeSpan OptionsEvery { get; set; } = TimeSpan.FromSeconds(30);
}

public enum NumberFormat
{
    /// <summary><c>+15550100001</c></summary>
    E164,

    /// <summary><c>15550100001</c></summary>
    Plain,
}
