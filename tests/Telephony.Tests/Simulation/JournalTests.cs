using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Tests.Simulation;

public sealed class JournalTests
{
    [Fact]
    public void Journal_CommandsAndEvents_AreWrittenInTheOrderOfTheWire()
    {
        var bench = new Bench();
        var lines = new List<string>();
        bench.Plane.Journal = record => lines.Add(record switch
        {
            CommandReceived received => $"> {received.Command.Name}",
            CommandRefused refused => $"! {refused.Result.Outcome}",
            EventHappened happened => $"~ {Sentence.Of(happened.Event)}",
            EventTaken taken => $"< {Sentence.Of(taken.Event)}",
            _ => throw new InvalidOperationException(record.ToString()),
        });

        bench.DialAnswered("b1");
        bench.Give(new Answer("b1"));
        bench.Give(new HangUp("b1", HangUpCause.Normal));

        Assert.Equal(
            ["> Dial", "~ Answered", "< Answered", "> Answer", "! LegGone", "> HangUp", "~ Ended LocalHangUp", "< Ended LocalHangUp"], lines);
        Assert.Equal("node-1", bench.Plane.NodeId);
    }
}
