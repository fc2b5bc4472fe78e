using Orchestrator.Sip.Tests.Network;
using Orchestrator.Sip.UserAgents;

namespace Orchestrator.Sip.Tests.UserAgents;

/// <summary>Calls over a bad network, with every end that a call can have: both sides agree in the end, and nothing is left over.</summary>
public class LossTests
{
    // A timer that nobody holds is collected and never rings.
    private readonly List<ITimer> _timers = [];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Calls_UnderLossRepetitionAndDisorder_EndOnBothSides(int seed)
    {
        var random = new Random(seed);
        var network = new MemoryNetwork(seed) { Loss = 0.15, Duplication = 0.2, Jitter = TimeSpan.FromMilliseconds(300) };
        var (alice, bob) = (new Phone(network, "10.0.0.1:5060"), new Phone(network, "10.0.0.2:5060"));
        bob.OnInvite = call =>
        {
            call.Progress(180, reliable: random.Next(2) == 0);
            var choice = random.Next(4);
            After(network, random, () =>
            {
                if (choice == 0) call.Reject(486);
                else call.Answer(Phone.Sdp);
            });
        };
        var calls = new List<OutgoingCall>();
        for (var i = 0; i < 40; i++)
        {
            var call = alice.Call(bob);
            calls.Add(call);
            if (random.Next(3) == 0) After(network, random, () => call.Cancel());
        }
        network.Run(45);
        foreach (var session in alice.Sessions.Concat(bob.Sessions).Where(session => session.State == SessionState.Confirmed))
            if (random.Next(2) == 0) session.HangUp();
        network.Run(20);
        network.Loss = 0;
        foreach (var session in alice.Sessions.Concat(bob.Sessions)) session.HangUp();
        network.Run(120);

        Assert.Empty(alice.Thrown.Concat(bob.Thrown));
        Assert.Equal(40, alice.Told.Count(told => told == "answered" || told.StartsWith("failed", StringComparison.Ordinal)));
        Assert.Equal((0, 0), (alice.Agent.SessionCount, bob.Agent.SessionCount));
        Assert.Equal((0, 0), (alice.Agent.Transactions.Count, bob.Agent.Transactions.Count));
        Assert.All(calls, call => Assert.True(call.Answered.IsCompleted));
    }

    private void After(MemoryNetwork network, Random random, Action action) =>
        _timers.Add(network.Time.CreateTimer(_ => action(), null, TimeSpan.FromMilliseconds(random.Next(3000)), Timeout.InfiniteTimeSpan));
}
