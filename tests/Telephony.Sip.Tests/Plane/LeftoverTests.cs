using Orchestrator.Sip.Tests.UserAgents;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Tests.Plane;

/// <summary>What is over leaves nothing behind: a node runs for months.</summary>
public sealed class LeftoverTests
{
    [Fact]
    public async Task Forks_ThatAreOver_LeaveNoLegNoSessionAndNoTransaction()
    {
        await using var bench = new Bench();
        var winner = bench.Phone(call =>
        {
            call.Progress(180);
            call.Answer(Phone.Sdp);
        });
        var loser = bench.Phone(call => call.Progress(180));
        for (var fork = 0; fork < 50; fork++)
        {
            var (won, lost) = ($"won-{fork}", $"lost-{fork}");
            bench.Dial(won, winner);
            bench.Dial(lost, loser);
            bench.Run(0.1);
            bench.Give(new Cancel(lost, CancelCause.CompletedElsewhere));
            bench.Run(0.1);
            bench.Give(new HangUp(won, HangUpCause.Normal));
            bench.Run(0.1);
            bench.Give(new Release(won));
            bench.Give(new Release(lost));
        }

        Assert.Equal(50, bench.Requests("BYE").Count);
        Assert.True(bench.Plane.Agent.Transactions.Count > 0, "Transactions must outlive their calls: the far end may ask again.");
        // RFC 3261: 64*T1, the longest that any of them stays, and what was under way.
        bench.Run(40);

        Assert.Equal((0, 0, 0, 0), (bench.Plane.ActiveLegs, bench.Plane.LegsUp, bench.Plane.Agent.SessionCount, bench.Plane.Agent.Transactions.Count));
    }
}
