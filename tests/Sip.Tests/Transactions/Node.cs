using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Tests.Transactions;

/// <summary>A transaction layer on the network in memory, and what its user was told.</summary>
internal sealed class Node : ITransactionUser, IClientTransactionUser
{
    public Node(MemoryNetwork network, string endPoint, SipProtocol protocol = SipProtocol.Udp)
    {
        Transport = network.Open(endPoint, protocol);
        Layer = new TransactionLayer(new TransportLayer([Transport], network.Time), network.Time);
        Layer.Start(this);
    }

    public MemoryTransport Transport { get; }

    public TransactionLayer Layer { get; }

    public List<ServerTransaction> Requests { get; } = [];

    public List<string> Told { get; } = [];

    public Action<ServerTransaction> OnRequest { get; set; } = _ => { };

    public ClientTransaction Send(Node to, string method, bool tagged = false)
    {
        var request = new SipRequest(method, SipUri.Parse("sip:b@example.com"));
        request.Headers.Add(HeaderNames.MaxForwards, "70");
        request.Headers.Add(HeaderNames.From, "<sip:a@example.com>;tag=1");
        request.Headers.Add(HeaderNames.To, tagged ? "<sip:b@example.com>;tag=2" : "<sip:b@example.com>");
        request.Headers.Add(HeaderNames.CallId, SipIds.CallId());
        request.Headers.Add(HeaderNames.CSeq, $"1 {method}");
        return Layer.Send(request, to.Transport.Target, this);
    }

    public void RequestReceived(ServerTransaction transaction)
    {
        Requests.Add(transaction);
        transaction.WhenFailed(failure => Told.Add(failure.ToString()));
        OnRequest(transaction);
    }

    public void AckReceived(SipRequest ack) => Told.Add("ACK");

    public void LateAnswerReceived(SipResponse response, SipTarget source) => Told.Add($"late {response.Status}");

    public void ResponseReceived(ClientTransaction transaction, SipResponse response) => Told.Add($"{response.Status}");

    public void Failed(ClientTransaction transaction, TransactionFailure failure) => Told.Add(failure.ToString());
}
