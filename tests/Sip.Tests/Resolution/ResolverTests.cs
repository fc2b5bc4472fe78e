using System.Net;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Resolution;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Tests.Resolution;

public class ResolverTests
{
    private readonly FakeDns _dns = new();

    // RFC 3263 section 4, one row a rule.
    [Theory]
    [InlineData("sip:192.0.2.1", "UDP 192.0.2.1:5060")]
    [InlineData("sip:[2001:db8::1]:5070", "UDP [2001:db8::1]:5070")]
    [InlineData("sips:192.0.2.1", "TLS 192.0.2.1:5061")]
    [InlineData("sip:192.0.2.1;transport=tcp", "TCP 192.0.2.1:5060")]
    [InlineData("sip:x;maddr=192.0.2.9", "UDP 192.0.2.9:5060")]
    [InlineData("sip:a.example:5080", "UDP 192.0.2.10:5080 UDP [2001:db8::a]:5080")]
    [InlineData("sip:a.example", "UDP 192.0.2.10:5060 UDP [2001:db8::a]:5060")]
    [InlineData("sip:srv.example;transport=tcp", "TCP 192.0.2.10:5062 TCP [2001:db8::a]:5062")]
    [InlineData("sip:srv.example", "UDP 192.0.2.11:5061")]
    [InlineData("sip:naptr.example", "TLS 192.0.2.11:5063")]
    [InlineData("sips:naptr.example", "TLS 192.0.2.11:5063")]
    [InlineData("sip:nowhere.example", "")]
    [InlineData("sip:192.0.2.1;transport=sctp", "")]
    [InlineData("tel:+15550100", "")]
    public async Task Uri_LeadsTo_TheTargetsOfRfc3263(string uri, string targets)
    {
        _dns.Hosts["a.example"] = [IPAddress.Parse("192.0.2.10"), IPAddress.Parse("2001:db8::a")];
        _dns.Hosts["b.example"] = [IPAddress.Parse("192.0.2.11")];
        _dns.SrvRecords["_sip._tcp.srv.example"] = [new SrvRecord(1, 1, 5062, "a.example")];
        _dns.SrvRecords["_sip._udp.srv.example"] = [new SrvRecord(1, 1, 5061, "b.example")];
        _dns.NaptrRecords["naptr.example"] =
        [
            new NaptrRecord(20, 1, "s", "SIP+D2U", "_sip._udp.srv.example"),
            new NaptrRecord(10, 1, "s", "SIPS+D2T", "_sips._tcp.elsewhere.example"),
            new NaptrRecord(5, 1, "s", "SIP+D2S", "_sip._sctp.elsewhere.example"),
            new NaptrRecord(5, 1, "u", "E2U+sip", ""),
        ];
        _dns.SrvRecords["_sips._tcp.elsewhere.example"] = [new SrvRecord(1, 1, 5063, "b.example")];
        var resolver = new SipResolver(_dns, [SipProtocol.Udp, SipProtocol.Tcp, SipProtocol.Tls]);

        var found = await resolver.Resolve(SipUri.Parse(uri));

        Assert.Equal(targets, string.Join(' ', found));
    }

    [Fact]
    public async Task Targets_OfSrv_AreOrderedByPriority_AndDrawnByWeight()
    {
        _dns.Hosts["a"] = [IPAddress.Parse("192.0.2.1")];
        _dns.Hosts["b"] = [IPAddress.Parse("192.0.2.2")];
        _dns.Hosts["c"] = [IPAddress.Parse("192.0.2.3")];
        _dns.SrvRecords["_sip._udp.x.example"] = [new SrvRecord(2, 100, 1, "c"), new SrvRecord(1, 90, 1, "a"), new SrvRecord(1, 10, 1, "b")];
        var resolver = new SipResolver(_dns, [SipProtocol.Udp], new Random(7));
        var first = new Dictionary<string, int>();
        for (var i = 0; i < 1000; i++)
        {
            var targets = await resolver.Resolve(SipUri.Parse("sip:x.example"));
            Assert.Equal("192.0.2.3", targets[2].EndPoint.Address.ToString());
            first[targets[0].EndPoint.Address.ToString()] = first.GetValueOrDefault(targets[0].EndPoint.Address.ToString()) + 1;
        }

        Assert.InRange(first["192.0.2.1"], 850, 950);
    }

    [Fact]
    public void Invite_ToATargetThatIsBusyOrSilent_GoesToTheNext()
    {
        var network = new MemoryNetwork();
        Hosts("10.0.0.2", "10.0.0.3", "10.0.0.4");
        var alice = new Phone(network, "10.0.0.1:5060", dns: _dns);
        var overloaded = new Phone(network, "10.0.0.2:5060") { OnInvite = call => call.Reject(503) };
        var bob = new Phone(network, "10.0.0.4:5060");
        alice.Call(SipUri.Parse("sip:b@many.example:5060"), options => options with { FirstResponseTimeout = TimeSpan.FromSeconds(3) });
        network.Run(5);

        Assert.Equal(["answered"], alice.Told);
        Assert.Equal(["failed Refusal 503"], overloaded.Told);
        Assert.Equal(["ack"], bob.Told);
        Assert.Equal(["10.0.0.2", "10.0.0.3", "10.0.0.4"], network.Packets.Where(packet => packet.Summary == "INVITE").Select(packet => packet.To.Address.ToString()).Distinct());
        Assert.Equal(3, network.Packets.Where(packet => packet.Summary == "INVITE").Select(packet => packet.Message.TopVia.Branch).Distinct().Count());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    public void Invite_ThatHasRung_GoesNowhereElse(int status)
    {
        var network = new MemoryNetwork();
        Hosts("10.0.0.2", "10.0.0.3");
        var alice = new Phone(network, "10.0.0.1:5060", dns: _dns);
        _ = new Phone(network, "10.0.0.2:5060")
        {
            OnInvite = call =>
            {
                call.Progress(180);
                call.Reject(status);
            },
        };
        alice.Call(SipUri.Parse("sip:b@many.example:5060"));
        network.Run(5);

        Assert.Equal(["180", $"failed Refusal {status}"], alice.Told);
        Assert.DoesNotContain(network.Packets, packet => packet.To.Address.ToString() == "10.0.0.3");
    }

    // The first target was only slow: what it answers late is an answer all the same, and the second one is cancelled.
    [Fact]
    public void Answer_OfATargetThatWasGivenUp_IsTaken_AndTheNextIsCancelled()
    {
        var network = new MemoryNetwork();
        Hosts("10.0.0.2", "10.0.0.3");
        var alice = new Phone(network, "10.0.0.1:5060", dns: _dns);
        var slow = new Phone(network, "10.0.0.2:5060") { OnInvite = _ => { } };
        var next = new Phone(network, "10.0.0.3:5060") { OnInvite = call => call.Progress(180) };
        network.Loses = packet => packet.Summary == "100 INVITE" && packet.From.Address.ToString() == "10.0.0.2";
        alice.Call(SipUri.Parse("sip:b@many.example:5060"), options => options with { FirstResponseTimeout = TimeSpan.FromSeconds(2) });
        network.Run(3);
        slow.Calls.Single().Answer(Phone.Sdp);
        network.Run(1);

        Assert.Equal(["180", "answered"], alice.Told);
        Assert.Equal(["ack"], slow.Told);
        Assert.Equal(["failed Cancel"], next.Told);
        Assert.Equal(1, alice.Agent.SessionCount);
    }

    // It has the call all the same: its phone would ring on beside that of the second one.
    [Fact]
    public void Ringing_OfATargetThatWasGivenUp_IsCancelledOnceAndAcknowledged()
    {
        var network = new MemoryNetwork();
        Hosts("10.0.0.2", "10.0.0.3");
        var alice = new Phone(network, "10.0.0.1:5060", dns: _dns);
        var slow = new Phone(network, "10.0.0.2:5060") { OnInvite = _ => { } };
        _ = new Phone(network, "10.0.0.3:5060");
        network.Loses = packet => packet.Summary == "100 INVITE" && packet.From.Address.ToString() == "10.0.0.2";
        alice.Call(SipUri.Parse("sip:b@many.example:5060"), options => options with { FirstResponseTimeout = TimeSpan.FromSeconds(2) });
        network.Run(3);
        slow.Calls.Single().Progress(180);
        slow.Calls.Single().Progress(183);
        network.Run(40);

        Assert.Equal(["answered"], alice.Told);
        Assert.Equal(["failed Cancel"], slow.Told);
        string[] toSlow = [.. network.Packets.Where(packet => packet.To.Address.ToString() == "10.0.0.2").Select(packet => packet.Summary)];
        Assert.Equal(["CANCEL", "ACK"], toSlow.Where(summary => summary != "INVITE"));
    }

    // The caller has gone before anything was heard: what rings later rings for nobody.
    [Fact]
    public void Ringing_OfACallThatWasGivenUpUnheard_IsCancelled()
    {
        var network = new MemoryNetwork();
        Hosts("10.0.0.2");
        var alice = new Phone(network, "10.0.0.1:5060", dns: _dns);
        var slow = new Phone(network, "10.0.0.2:5060") { OnInvite = _ => { } };
        network.Loses = packet => packet.Summary == "100 INVITE";
        var call = alice.Call(SipUri.Parse("sip:b@many.example:5060"), options => options with { FirstResponseTimeout = TimeSpan.FromSeconds(2) });
        network.Run(1);
        call.Cancel();
        network.Run(2);
        slow.Calls.Single().Progress(180);
        network.Run(1);

        Assert.Equal(["failed Failure Timeout"], alice.Told);
        Assert.Equal(["failed Cancel"], slow.Told);
    }

    [Fact]
    public void Invite_ToANameThatLeadsNowhere_IsUnreachable()
    {
        var network = new MemoryNetwork();
        var alice = new Phone(network, "10.0.0.1:5060", dns: _dns);
        alice.Call(SipUri.Parse("sip:b@nowhere.example"));

        Assert.Equal(["failed Failure Unreachable"], alice.Told);
    }

    private void Hosts(params string[] addresses) => _dns.Hosts["many.example"] = [.. addresses.Select(IPAddress.Parse)];
}
