using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Tests.Simulation;

/// <summary>An order whose sender died may be on its way for a while, and find the leg over and forgotten.</summary>
public sealed class LateOrderTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Dial_OfALegThatWasReleased_RingsNobody(bool wasDialed)
    {
        var bench = new Bench();
        if (wasDialed)
        {
            bench.Dial("leg", "sip:b@sim;status=486;after=0");
            Assert.Equal(0, bench.Plane.LegsUp);
        }

        bench.Give(new Release("leg"));

        Assert.Equal(CommandOutcome.UnknownLeg, bench.Dial("leg", "sip:b@sim").Outcome);
        Assert.Equal(0, bench.Plane.ActiveLegs);
    }
}
