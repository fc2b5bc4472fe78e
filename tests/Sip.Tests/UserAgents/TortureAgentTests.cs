using System.Net;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Registration;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.UserAgents;

namespace Orchestrator.Sip.Tests.UserAgents;

/// <summary>What a user agent answers to each torture message.</summary>
public class TortureAgentTests
{
    public static TheoryData<string> Names => TortureMessage.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Message_IsAnswered_AsItsTextAsks(string name)
    {
        var torture = TortureMessage.Of(name);
        var network = new MemoryNetwork();
        var phone = new Phone(network, "192.0.2.100:5060", handler: new Everything(network));
        phone.Transport.Receive(torture.Bytes, IPEndPoint.Parse("192.0.2.50:5060"));

        var final = network.Packets.Select(packet => packet.Message).OfType<SipResponse>().Where(response => !response.IsProvisional).Select(response => response.Status);
        int[] expected = torture.Verdict switch
        {
            var verdict when verdict.StartsWith("refuse", StringComparison.Ordinal) => [int.Parse(verdict.Split(' ')[1])],
            _ when torture.Answer is { } status => [status],
            _ => [],
        };
        Assert.Equal(expected, final);
        Assert.Empty(phone.Thrown);
    }

    private sealed class Everything(MemoryNetwork network) : SipUserAgentHandler
    {
        private readonly Registrar _registrar = new(network.Time);

        public override void Invited(IncomingCall call)
        {
            call.Accept(new Answering());
            call.Answer(Phone.Sdp);
        }

        public override void RequestReceived(ServerTransaction request)
        {
            if (request.Request.Method == SipMethods.Register) request.Respond(_registrar.Answer(request.Request, request.Source));
            else base.RequestReceived(request);
        }
    }

    private sealed class Answering : CallListener
    {
    }
}
