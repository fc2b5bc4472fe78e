using System.Runtime.CompilerServices;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.UserAgents;

namespace Orchestrator.Sip.Tests.UserAgents;

/// <summary>What a call leaves behind while its transactions wait out their half minute.</summary>
public class ForgettingTests
{
    private readonly MemoryNetwork _network = new();
    private readonly Phone _alice;
    private readonly Phone _bob;

    public ForgettingTests() => (_alice, _bob) = (new Phone(_network, "10.0.0.1:5060"), new Phone(_network, "10.0.0.2:5060"));

    public static TheoryData<string, string> Ends => new()
    {
        { "hung up by the caller", "answered" },
        { "hung up by the callee", "answered" },
        { "cancelled", "rings" },
        { "refused", "refuses" },
    };

    [Theory]
    [MemberData(nameof(Ends))]
    public void CallThatIsOver_WhileItsTransactionsWait_KeepsNoListener(string end, string callee)
    {
        var (caller, called) = Over(end, callee);
        Assert.True(_alice.Agent.Transactions.Count + _bob.Agent.Transactions.Count > 0, "nothing waits any more: the test is too late");

        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(caller.IsAlive, "the caller's listener is kept");
        Assert.False(called.IsAlive, "the callee's listener is kept");
    }

    [Fact]
    public async Task LateAnswerOfAnotherFork_WhenTheFirstCallIsOver_IsAcknowledgedAndHungUp()
    {
        Over("hung up by the caller", "answered");
        var ok = (SipResponse)_network.Packets.Last(packet => packet.Summary == "200 INVITE").Message;
        var fork = SipResponses.To(new SipRequest("INVITE", _bob.Uri), 200);
        foreach (var line in ok.Headers) fork.Headers.Add(line.Name, line.Value);
        fork.Headers.Set(HeaderNames.To, $"<{_bob.Uri}>;tag=another");
        await _bob.Transport.Send(SipWriter.ToBytes(fork), new(_alice.Transport.Protocol, _alice.Transport.LocalEndPoint));
        _network.Run(1);

        Assert.Equal(["ACK", "BYE"], _network.Packets.Where(packet => packet.Message is SipRequest request && request.To.Tag == "another").Select(packet => packet.Summary));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (WeakReference Caller, WeakReference Called) Over(string end, string callee)
    {
        var (caller, called) = (new Someone(), new Someone());
        IncomingCall? incoming = null;
        _bob.OnCall = call =>
        {
            incoming = call;
            call.Accept(called);
            if (callee == "refuses") call.Reject(486);
            else call.Progress(180);
        };
        var outgoing = _alice.Agent.Invite(new InviteOptions { Uri = _bob.Uri, From = NameAddress.Parse("<sip:a@example.com>"), Offer = Phone.Sdp }, caller);
        _network.Run(1);
        if (callee == "answered")
        {
            incoming!.Answer(Phone.Sdp);
            _network.Run(1);
        }

        if (end == "cancelled") outgoing.Cancel();
        if (end == "hung up by the caller") caller.Session!.HangUp();
        if (end == "hung up by the callee") incoming!.Session!.HangUp();
        _network.Run(1);
        Assert.True(caller.IsOver, "the caller has not been told that it is over");
        _bob.OnCall = null;
        return (new WeakReference(caller), new WeakReference(called));
    }

    private sealed class Someone : CallListener
    {
        public SipSession? Session { get; private set; }

        public bool IsOver { get; private set; }

        public override void Answered(OutgoingCall call, SipSession session, SipResponse response) => Session = session;

        public override void Failed(OutgoingCall call, CallEnding ending) => IsOver = true;

        public override void Ended(SipSession session, CallEnding ending) => IsOver = true;
    }
}
