using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.Transactions.Machines;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Tests.Transactions;

public class TransactionTests
{
    private readonly MemoryNetwork _network = new();
    private readonly Node _a;
    private readonly Node _b;

    public TransactionTests() => (_a, _b) = (new Node(_network, "10.0.0.1:5060"), new Node(_network, "10.0.0.2:5060"));

    [Fact]
    public void Invite_Unanswered_IsRepeatedAtDoublingIntervals_AndTimesOut()
    {
        _network.Loses = _ => true;
        _a.Send(_b, SipMethods.Invite);
        _network.Run(33);

        Assert.Equal([0, 500, 1500, 3500, 7500, 15500, 31500], Times("INVITE"));
        Assert.Equal(["Timeout"], _a.Told);
        Assert.Equal(0, _a.Layer.Count);
    }

    [Fact]
    public void Options_Unanswered_IsRepeatedUpToT2_AndTimesOut()
    {
        _network.Loses = _ => true;
        _a.Send(_b, SipMethods.Options);
        _network.Run(33);

        Assert.Equal([0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500], Times("OPTIONS"));
        Assert.Equal(["Timeout"], _a.Told);
    }

    [Fact]
    public void Options_AnsweredProvisionally_IsRepeatedEveryT2()
    {
        _b.OnRequest = request => request.Respond(182);
        _a.Send(_b, SipMethods.Options);
        _network.Run(10);

        Assert.Equal([0, 500, 4500, 8500], Times("OPTIONS"));
    }

    [Fact]
    public void Invite_OverAReliableTransport_IsSentOnce()
    {
        var (a, b) = (new Node(_network, "10.0.0.3:5060", SipProtocol.Tcp), new Node(_network, "10.0.0.4:5060", SipProtocol.Tcp));
        a.Send(b, SipMethods.Invite);
        _network.Run(33);

        Assert.Equal(["INVITE"], _network.Sent(a.Transport.LocalEndPoint));
        Assert.Equal(["Timeout"], a.Told);
    }

    [Fact]
    public void Refusal_WithoutAck_IsRepeatedUpToT2_AndItsUserIsTold()
    {
        _b.OnRequest = request => request.Respond(486);
        _network.Loses = packet => packet.Summary == "ACK";
        _a.Send(_b, SipMethods.Invite);
        _network.Run(40);

        Assert.Equal([0, 500, 1500, 3500, 7500, 11500, 15500, 19500, 23500, 27500, 31500], Times("486 INVITE").Select(at => at - 1));
        Assert.Equal(Times("486 INVITE").Count, Times("ACK").Count);
        Assert.Equal(["486"], _a.Told);
        Assert.Equal(["Timeout"], _b.Told);
    }

    [Fact]
    public void Refusal_Acknowledged_EndsBothTransactions()
    {
        _b.OnRequest = request => request.Respond(486);
        _a.Send(_b, SipMethods.Invite);
        _network.Run(0.1);
        Assert.Equal(TransactionState.Confirmed, _b.Requests.Single().State);
        _network.Run(40);

        Assert.Equal(["INVITE", "ACK"], _network.Sent(_a.Transport.LocalEndPoint));
        Assert.Equal((0, 0), (_a.Layer.Count, _b.Layer.Count));
    }

    [Fact]
    public void Response_Lost_IsGivenAgainToTheRepeatedRequest()
    {
        var lost = false;
        _network.Loses = packet => packet.Summary == "200 OPTIONS" && !lost && (lost = true);
        _b.OnRequest = request => request.Respond(200);
        _a.Send(_b, SipMethods.Options);
        _network.Run(1);

        Assert.Equal(["200"], _a.Told);
        Assert.Single(_b.Requests);
        Assert.Equal(2, Times("200 OPTIONS").Count);
    }

    [Fact]
    public void Answers_OfTwoForks_AreBothTold()
    {
        _b.OnRequest = request =>
        {
            request.Respond(SipResponses.To(request.Request, 200, toTag: "one"));
            request.Respond(SipResponses.To(request.Request, 200, toTag: "two"));
        };
        _a.Send(_b, SipMethods.Invite);
        _network.Run(1);

        Assert.Equal(["200", "200"], _a.Told);
    }

    [Fact]
    public void Answer_BehindTimerM_IsALateOne()
    {
        _b.OnRequest = request => request.Respond(200);
        _a.Send(_b, SipMethods.Invite);
        _network.Run(33);
        var again = _network.Packets.First(packet => packet.Summary == "200 INVITE");
        _a.Transport.Receive(again.Bytes, again.From);

        Assert.Equal(["200", "late 200"], _a.Told);
    }

    [Fact]
    public async Task Request_ThatCannotLeave_Fails()
    {
        _a.Transport.IsBroken = true;
        _a.Send(_b, SipMethods.Options);

        for (var i = 0; i < 500 && _a.Told.Count == 0; i++) await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        Assert.Equal(["Transport"], _a.Told);
    }

    [Fact]
    public void Request_OnASecondWay_IsALoopOrAMerge()
    {
        _b.OnRequest = request => request.Respond(180);
        var first = _a.Send(_b, SipMethods.Invite);
        _network.Run(0.1);
        var merged = (SipRequest)SipParser.Parse(SipWriter.ToBytes(first.Request)).Message!;
        merged.Headers.Set(HeaderNames.Via, "SIP/2.0/UDP 10.0.0.1;branch=z9hG4bKother");
        _b.Transport.Receive(SipWriter.ToBytes(merged), _a.Transport.LocalEndPoint);

        Assert.Contains("482 INVITE", _network.Sent(_b.Transport.LocalEndPoint));
        Assert.Single(_b.Requests);
    }

    [Fact]
    public void Cancel_OfNothing_Is481_AndOfAnInvite_Is200AndTold()
    {
        SipRequest? told = null;
        _b.OnRequest = request => request.WhenCancelled(cancel => told = cancel);
        var invite = _a.Send(_b, SipMethods.Invite);
        _network.Run(0.1);
        _a.Layer.Cancel(invite, null, _a);
        _network.Run(0.1);
        _a.Send(_b, SipMethods.Cancel);
        _network.Run(0.1);

        Assert.Equal(["200", "481"], _a.Told);
        Assert.Equal(SipMethods.Cancel, told?.Method);
    }

    [Fact]
    public void Transactions_UnderLossRepetitionAndDisorder_EndWithOneAnswerEach()
    {
        (_network.Loss, _network.Duplication, _network.Jitter) = (0.3, 0.3, TimeSpan.FromMilliseconds(200));
        _b.OnRequest = request => request.Respond(request.Request.Method == SipMethods.Invite ? 486 : 200);
        for (var i = 0; i < 50; i++) _a.Send(_b, i % 2 == 0 ? SipMethods.Invite : SipMethods.Options);
        _network.Run(120);

        Assert.Equal(50, _a.Told.Count);
        Assert.Equal(50, _b.Requests.Count);
        Assert.DoesNotContain("Timeout", _a.Told);
        Assert.Equal((0, 0), (_a.Layer.Count, _b.Layer.Count));
    }

    private List<double> Times(string summary) => [.. _network.Packets.Where(packet => packet.Summary == summary).Select(packet => Math.Round(packet.At.TotalMilliseconds))];
}
