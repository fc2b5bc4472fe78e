using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.UserAgents;

namespace Orchestrator.Sip.Tests.UserAgents;

/// <summary>A caller whose connection is gone before he is answered, and one who is hung up before his answer is sent.</summary>
public class LostCallerTests
{
    private readonly MemoryNetwork _network = new();
    private readonly Phone _alice;
    private readonly Phone _bob;

    public LostCallerTests() => (_alice, _bob) = (new Phone(_network, "10.0.0.1:5060"), new Phone(_network, "10.0.0.2:5060"));

    [Fact]
    public async Task Caller_WhomNoProvisionalReaches_EndsAtOnce_AndIsNotAnswered()
    {
        var call = await Ringing();
        _bob.Transport.IsBroken = true;
        call.Progress(180);
        await call.Session!.Over.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);
        _bob.Transport.IsBroken = false;
        call.Answer(Phone.Sdp);
        _network.Run(1);

        Assert.Equal(["failed Failure Transport"], _bob.Told);
        Assert.Equal(0, _bob.Agent.SessionCount);
        Assert.DoesNotContain("200 INVITE", _bob.Sent);
    }

    [Fact]
    public async Task Caller_WhoseAnswerWaitsForAPrack_AndIsLost_Ends()
    {
        _network.Loses = packet => packet.Summary is "PRACK";
        var call = await Ringing();
        call.Progress(183, Phone.Sdp, reliable: true);
        call.Answer(default);
        _bob.Transport.IsBroken = true;
        _network.Run(1);
        await call.Session!.Over.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        Assert.Equal(["failed Failure Transport"], _bob.Told);
    }

    [Fact]
    public async Task Caller_LostBeforeHisCallIsTaken_EndsAsSoonAsItIs()
    {
        _bob.Transport.IsBroken = true;
        var call = await Ringing();
        await call.Session!.Over.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System);

        Assert.Equal(["failed Failure Transport"], _bob.Told);
    }

    [Fact]
    public async Task Callee_WhoHangsUpBeforeThePrackOfHisRinging_SendsByeBehindTheAnswer()
    {
        var lost = 0;
        _network.Loses = packet => packet.Summary == "PRACK" && lost++ < 1;
        var call = await Ringing();
        call.Progress(180, reliable: true);
        call.Answer(Phone.Sdp);
        call.Session!.HangUp();
        _network.Run(3);

        Assert.Equal(["180", "answered", "ended FarEnd"], _alice.Told);
        Assert.Equal(["prack", "ack", "ended Us 200"], _bob.Told);
        Assert.Equal((0, 0), (_alice.Agent.SessionCount, _bob.Agent.SessionCount));
    }

    private Task<IncomingCall> Ringing()
    {
        var invited = new TaskCompletionSource<IncomingCall>();
        _bob.OnInvite = invited.SetResult;
        _alice.Call(_bob);
        _network.Run(0.1);
        return invited.Task;
    }
}
