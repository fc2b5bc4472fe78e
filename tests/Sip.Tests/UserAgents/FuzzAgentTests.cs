using System.Diagnostics;
using System.Net;
using Orchestrator.Sip.Tests.Network;

namespace Orchestrator.Sip.Tests.UserAgents;

/// <summary>Mutations of the torture messages, to a user agent that answers every call: it never throws, and is left with nothing.</summary>
public class FuzzAgentTests
{
    [Fact]
    public void Agent_GivenMutatedMessages_NeverThrows_AndForgetsThem()
    {
        var random = new Random(Mutation.Seed);
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Mutation.Time)
        {
            var network = new MemoryNetwork();
            var phone = new Phone(network, "192.0.2.100:5060");
            for (var i = 0; i < 50; i++)
            {
                phone.Transport.Receive(Mutation.Next(random), IPEndPoint.Parse("192.0.2.50:5060"));
                if (random.Next(10) == 0) network.Run(0.2);
            }
            network.Run(170);
            var patience = Stopwatch.StartNew();
            // What asked for an address sends from a thread of its own, which may have come to it when all of that time was over.
            while (phone.Agent.SessionCount + phone.Agent.Transactions.Count > 0 && patience.Elapsed < TimeSpan.FromSeconds(30)) network.Run(1);

            Assert.True(phone.Thrown.Count == 0, $"seed {Mutation.Seed}: {string.Join('\n', phone.Thrown)}");
            Assert.True(phone.Agent.SessionCount == 0, $"seed {Mutation.Seed}: {phone.Agent.SessionCount} sessions are left.");
            Assert.True(phone.Agent.Transactions.Count == 0, $"seed {Mutation.Seed}: {phone.Agent.Transactions.Count} transactions are left.");
        }
    }
}
