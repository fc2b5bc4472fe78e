using System.Net;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.UserAgents;

namespace Orchestrator.Sip.Tests.UserAgents;

/// <summary>A phone that only one user agent can reach, and another one that calls it through that one.</summary>
public sealed class RelayTests : IDisposable
{
    private readonly MemoryNetwork _network = new();
    private readonly Phone _caller;
    private readonly Phone _edge;
    private readonly Phone _phone;

    public RelayTests() => (_caller, _edge, _phone) = (new Phone(_network, "10.0.0.1:5060"), new Phone(_network, "10.0.0.2:5060"), new Phone(_network, "10.0.0.3:5060"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Call_ThroughTheEdge_StaysOnItsWay_WhoeverHangsUp(bool byPhone)
    {
        _caller.Call(_phone, Through(_edge));
        _network.Run(0.1);
        _phone.Session.Offer(Phone.Sdp);
        _network.Run(0.1);
        (byPhone ? _phone : _caller).Session.HangUp();
        _network.Run(0.1);

        Assert.Equal(["answered", "offer by INVITE", "ack", $"ended {(byPhone ? "FarEnd" : "Us 200")}"], _caller.Told);
        Assert.Equal(["ack", $"ended {(byPhone ? "Us 200" : "FarEnd")}"], _phone.Told);
        Assert.Empty(_edge.Calls);
    }

    [Fact]
    public void Call_GivenUp_IsCancelledThroughTheEdge()
    {
        _phone.OnInvite = call => call.Progress(180);
        var call = _caller.Call(_phone, Through(_edge));
        _network.Run(0.1);
        call.Cancel();
        _network.Run(0.1);

        Assert.Equal(["180", "failed Cancel 487"], _caller.Told);
        Assert.Equal(["failed Cancel"], _phone.Told);
    }

    [Fact]
    public void Call_OverALossyWay_IsOneCall()
    {
        (_network.Loss, _network.Duplication) = (0.3, 0.2);
        _caller.Call(_phone, Through(_edge));
        _network.Run(60);
        _caller.Session.HangUp();
        _network.Run(60);

        Assert.Equal(["answered", "ended Us 200"], _caller.Told);
        Assert.Single(_phone.Calls);
    }

    [Fact]
    public void Route_OfAnEdgeThatWasRestarted_LeadsNowhere()
    {
        var before = new Phone(_network, "10.0.0.4:5060");
        var route = before.Agent.RouteTo(_phone.Transport.Target) with { Host = "10.0.0.2" };
        _caller.Call(_phone, options => options with { Route = [route] });
        _network.Run(0.1);

        Assert.Equal(["failed Refusal 430"], _caller.Told);
        Assert.Empty(_phone.Calls);
        Assert.Empty(_edge.Calls);
    }

    [Fact]
    public void Phone_BehindTheEdge_ReachesWhoCalledIt_WithinThatCall_AndNobodyElse()
    {
        _caller.Call(_phone, Through(_edge));
        _network.Run(0.1);
        var home = _phone.Calls.Single().Request.Addresses(HeaderNames.RecordRoute)[0].Uri;
        var stranger = new Phone(_network, "10.0.0.5:5060");
        _phone.Call(_caller, options => options with { Route = [home] });
        _phone.Call(stranger, options => options with { Route = [home] });
        Within(_phone, stranger.Uri, home);
        _network.Run(0.1);

        Assert.Equal(["failed Refusal 430", "failed Refusal 430"], _phone.Told.Where(told => told.StartsWith("failed", StringComparison.Ordinal)));
        Assert.Equal(3, _edge.Sent.Count(summary => summary is "430 INVITE" or "430 MESSAGE"));
        Assert.Empty(_caller.Calls);
        Assert.DoesNotContain(_network.Packets, packet => packet.To.Equals(stranger.Transport.LocalEndPoint));
    }

    /// <summary>What a phone reads of a call that it was in is good for that call alone; and the way of an answer is none for a request.</summary>
    [Theory]
    [InlineData("Record-Route 0")]
    [InlineData("Record-Route 1")]
    [InlineData("Via")]
    public void WhatThePhoneRead_OfItsCall_LeadsNoOtherAnywhere(string read)
    {
        _caller.Call(_phone, Through(_edge));
        _network.Run(0.1);
        var invite = _phone.Calls.Single().Request;
        var learned = read == "Via"
            ? invite.Addresses(HeaderNames.RecordRoute)[1].Uri with { User = $"flow-{invite.TopVia.Parameters["way"]}" }
            : invite.Addresses(HeaderNames.RecordRoute)[read[^1] - '0'].Uri;
        var before = _network.Packets.Count;

        _phone.Call(_caller, options => options with { Route = [learned] });
        Within(_phone, _caller.Uri, learned);
        _network.Run(0.1);

        Assert.Equal(["failed Refusal 430"], _phone.Told.Where(told => told.StartsWith("failed", StringComparison.Ordinal)));
        Assert.DoesNotContain(_network.Packets.Skip(before), packet => Is(packet.From, _edge) && Is(packet.To, _caller));
    }

    /// <summary>All went through the edge, and nobody threw.</summary>
    public void Dispose()
    {
        Assert.DoesNotContain(_network.Packets, packet => Is(packet.From, _caller) && Is(packet.To, _phone));
        Assert.DoesNotContain(_network.Packets, packet => Is(packet.From, _phone) && Is(packet.To, _caller));
        Assert.Empty(_caller.Thrown.Concat(_edge.Thrown).Concat(_phone.Thrown));
    }

    private static bool Is(IPEndPoint address, Phone phone) => address.Equals(phone.Transport.LocalEndPoint);

    private Func<InviteOptions, InviteOptions> Through(Phone edge) => options => options with { Route = [edge.Agent.RouteTo(_phone.Transport.Target)] };

    private static void Within(Phone phone, SipUri target, SipUri route)
    {
        var message = new SipRequest(SipMethods.Message, target);
        message.Headers.Add(HeaderNames.Route, $"<{route}>");
        message.Headers.Add(HeaderNames.From, "<sip:b@example.com>");
        message.Headers.Add(HeaderNames.To, "<sip:a@example.com>;tag=1");
        _ = phone.Agent.Request(message, target: new Orchestrator.Sip.Transports.SipTarget(Orchestrator.Sip.Transports.SipProtocol.Udp, IPEndPoint.Parse("10.0.0.2:5060")));
    }
}
