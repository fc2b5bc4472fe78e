using System.Net;
using Orchestrator.Sip.Authentication;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.UserAgents;

namespace Orchestrator.Sip.Tests.Peers;

/// <summary>Calls with sipp over real sockets, as caller and as callee.</summary>
public class SippTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(2);
    private static readonly IPEndPoint Any = new(IPAddress.Loopback, 0);

    [Theory]
    [InlineData("u1", "100", "50", "0")]
    [InlineData("t1", "100", "50", "0")]
    [InlineData("tn", "20", "20", "0")]
    [InlineData("u1", "40", "20", "10")]
    public async Task Sipp_CallsUs_AndEveryCallEnds(string transport, string calls, string rate, string lostPercent)
    {
        await using var agent = SipUserAgent.Listen(Any, new Answerer());
        var port = agent.Transports.Transports[0].LocalEndPoint.Port;

        await Sipp.Run("-sn", "uac", $"127.0.0.1:{port}", "-m", calls, "-r", rate, "-t", transport, "-d", "50", "-lost", lostPercent, "-max_socket", "500", "-p", $"{Sipp.FreePort()}");
        await Gone(agent);
    }

    [Theory]
    [InlineData(50, "0")]
    [InlineData(30, "10")]
    public async Task We_CallSipp_AndEveryCallEnds(int count, string lostPercent)
    {
        await using var agent = SipUserAgent.Listen(Any);
        var port = Sipp.FreePort();
        // Where an ACK and a BYE are lost, its 200 is repeated and acknowledged after the BYE: its own scenario would call that unexpected.
        var sipp = Sipp.Run("-sn", "uas", "-p", $"{port}", "-m", $"{count}", "-lost", lostPercent, "-default_behaviors", "all,-abortunexp", "-timeout_error");
        var calls = Enumerable.Range(0, count).Select(_ => Call(agent, port)).ToList();
        foreach (var call in calls) (await call.Answered.WaitAsync(Deadline)).HangUp();

        await sipp;
        await Gone(agent);
    }

    [Fact]
    public async Task We_CancelACallToSipp_WithAReason()
    {
        await using var agent = SipUserAgent.Listen(Any);
        var port = Sipp.FreePort();
        var sipp = Sipp.Run("-sf", Sipp.Scenario("uas-cancel.xml"), "-p", $"{port}", "-m", "1");
        var ringing = new Ringing();
        var call = Call(agent, port, ringing);
        await ringing.Rang.Task.WaitAsync(Deadline);
        call.Cancel(ReasonValue.CompletedElsewhere);

        var failed = await Assert.ThrowsAsync<CallFailedException>(() => call.Answered.WaitAsync(Deadline));
        Assert.Equal((EndedBy.Cancel, 487), (failed.Ending.By, failed.Ending.Status));
        await sipp;
    }

    // sipp knows MD5 only.
    [Fact]
    public async Task Sipp_CallsUs_WithCredentials()
    {
        var verifier = new DigestVerifier("example.com", user => user == "alice" ? "secret" : null, TimeProvider.System) { Algorithms = [DigestAlgorithm.Md5] };
        await using var agent = SipUserAgent.Listen(Any, new Answerer(verifier));
        var port = agent.Transports.Transports[0].LocalEndPoint.Port;

        await Sipp.Run("-sf", Sipp.Scenario("uac-auth.xml"), $"127.0.0.1:{port}", "-m", "5", "-r", "5", "-p", $"{Sipp.FreePort()}");
        await Gone(agent);
    }

    private static OutgoingCall Call(SipUserAgent agent, int port, CallListener? listener = null) => agent.Invite(
        new InviteOptions { Uri = SipUri.Parse($"sip:service@127.0.0.1:{port}"), From = NameAddress.Parse("<sip:us@127.0.0.1>"), Offer = Phone.Sdp }, listener);

    private static async Task Gone(SipUserAgent agent)
    {
        for (var i = 0; i < 600 && agent.SessionCount > 0; i++) await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
        Assert.Equal(0, agent.SessionCount);
    }

    private sealed class Answerer(DigestVerifier? verifier = null) : SipUserAgentHandler
    {
        public override void Invited(IncomingCall call)
        {
            if (verifier is not null && verifier.Verify(call.Request, asProxy: true).Verdict != Verdict.Right)
            {
                call.Challenge(verifier);
                return;
            }
            call.Accept(new Quiet());
            call.Progress(180);
            call.Answer(Phone.Sdp);
        }
    }

    private sealed class Quiet : CallListener
    {
        public override void RequestReceived(SipSession session, ServerTransaction request) => request.Respond(200);
    }

    private sealed class Ringing : CallListener
    {
        public TaskCompletionSource Rang { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override void Progressed(OutgoingCall call, SipSession? session, SipResponse response) => Rang.TrySetResult();
    }
}
