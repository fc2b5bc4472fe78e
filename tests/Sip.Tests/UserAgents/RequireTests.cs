using System.Net;
using System.Text;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Tests.Network;

namespace Orchestrator.Sip.Tests.UserAgents;

/// <summary>What a request requires of us (RFC 3261 8.2.2.3): extensions that we lack are named back, what is no option tag is not.</summary>
public class RequireTests
{
    [Theory]
    [InlineData("nothing-we-know", 420)]
    [InlineData("replaces", 420)]
    [InlineData("nothing\0we-know", 400)]
    [InlineData("two words", 400)]
    public void Invite_RequiresWhatWeLack_IsRefusedWithoutAnException(string required, int status)
    {
        var network = new MemoryNetwork();
        var phone = new Phone(network, "192.0.2.100:5060");
        var invite = $"""
            INVITE sip:phone@192.0.2.100 SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.50:5060;branch=z9hG4bKrequire
            Max-Forwards: 70
            From: <sip:a@192.0.2.50>;tag=1
            To: <sip:phone@192.0.2.100>
            Call-ID: require@192.0.2.50
            CSeq: 1 INVITE
            Contact: <sip:a@192.0.2.50>
            Require: {required}
            Content-Length: 0


            """.ReplaceLineEndings("\r\n");

        phone.Transport.Receive(Encoding.ASCII.GetBytes(invite), IPEndPoint.Parse("192.0.2.50:5060"));

        Assert.Empty(phone.Thrown);
        Assert.Equal(status, Assert.Single(network.Packets.Select(packet => packet.Message).OfType<SipResponse>(), response => !response.IsProvisional).Status);
    }
}
