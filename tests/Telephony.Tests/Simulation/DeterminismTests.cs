using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Tests.Simulation;

/// <summary>The same commands and the same clock: the same log, whatever they are.</summary>
public sealed class DeterminismTests
{
    private static readonly string[] Addresses =
    [
        "sip:x@sim;answer=300;talk=700;digits=1@100+2@100", "sip:x@sim;ring=5;early=5;answer=5", "sip:x@sim;cancel=answer",
        "sip:x@sim;cancel=ignore", "sip:x@sim;silent", "sip:x@sim;status=486;after=50", "+15550100030", "sip:x@sim;lost=1;answer=1", "sip:x",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(42)]
    [InlineData(1999)]
    [InlineData(20260101)]
    public void Plane_SameScriptTwice_SameLog(int seed)
    {
        var first = Run(seed);
        Assert.NotEmpty(first);
        Assert.Equal(first, Run(seed));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4711)]
    [InlineData(8128)]
    public void Leg_AnyScript_NumbersRiseAndNothingFollowsItsEnd(int seed)
    {
        var journal = new List<PlaneRecord>();
        Run(seed, journal);

        var taken = new Dictionary<string, SortedDictionary<long, PlaneEvent>>();
        foreach (var record in journal)
        {
            // A leg that is forgotten begins again when its id is dialed anew.
            if (record is CommandReceived { Command: Release release }) taken.Remove(release.LegId);
            if (record is EventTaken { Event: var planeEvent }) AssertNewOrRepeated(taken, planeEvent);
        }
    }

    private static void AssertNewOrRepeated(Dictionary<string, SortedDictionary<long, PlaneEvent>> taken, PlaneEvent planeEvent)
    {
        if (!taken.TryGetValue(planeEvent.LegId, out var events)) taken[planeEvent.LegId] = events = [];
        if (events.TryGetValue(planeEvent.Sequence, out var same))
        {
            Assert.Same(same, planeEvent);
            return;
        }

        if (events.Count > 0) Assert.True(planeEvent.Sequence > events.Keys.Last(), $"{planeEvent} after {events.Keys.Last()}");
        Assert.DoesNotContain(events.Values, earlier => earlier is Ended);
        events.Add(planeEvent.Sequence, planeEvent);
    }

    private static List<string> Run(int seed, List<PlaneRecord>? journal = null)
    {
#pragma warning disable CA5394 // A seed, so that a failure can be run again.
        var random = new Random(seed);
        var bench = new Bench();
        if (journal is not null) bench.Plane.Journal = journal.Add;
        bench.Before = planeEvent => (planeEvent.LegId.Length + planeEvent.Sequence + bench.Now) % 5 == 0
            ? throw new InvalidOperationException("busy")
            : ValueTask.CompletedTask;
        for (var step = 0; step < 400; step++)
        {
            var outcome = bench.Give(Command(random)).Outcome;
            bench.Log.Add($"{bench.Now} {outcome}");
            if (random.Next(2) == 0) bench.Jump(TimeSpan.FromMilliseconds(random.Next(60)));
        }

        bench.AdvanceTo(bench.Now + 40_000);
        return bench.Log;
    }

    private static PlaneCommand Command(Random random)
    {
        var leg = $"l{random.Next(30)}";
        return random.Next(12) switch
        {
            0 or 1 or 2 => new Dial(leg, new DialTarget { To = Addresses[random.Next(Addresses.Length)], From = "+15550001111" }),
            3 => new StartCaller(leg, "+15550001111", "/public/x", random.Next(2) == 0, TimeSpan.FromMilliseconds(random.Next(3000))),
            4 => new Cancel(leg, CancelCause.Requested),
            5 => new Answer(leg),
            6 => new HangUp(leg, HangUpCause.Normal),
            7 or 8 => new Bridge(leg, $"l{random.Next(30)}"),
            9 => new Play(leg, $"p{random.Next(5)}", ["silence:1"], random.Next(2) == 0),
            10 => new Unbridge(leg, $"l{random.Next(30)}"),
            _ => new Release(leg),
        };
    }
#pragma warning restore CA5394
}
