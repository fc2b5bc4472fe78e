using Microsoft.Extensions.Time.Testing;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Simulation;

namespace Orchestrator.Telephony.Tests.Simulation;

/// <summary>A plane, the one clock that drives it, and a log of what its listener took: <c>200 b1 #1 Progress</c>.</summary>
internal sealed class Bench : IPlaneListener
{
    private readonly FakeTimeProvider _time = new();
    private readonly long _origin;

    public Bench()
    {
        _origin = _time.GetTimestamp();
        Plane = new SimulatedPlane(_time, "node-1");
        Plane.Listen(this);
    }

    public SimulatedPlane Plane { get; }

    public List<string> Log { get; } = [];

    public List<PlaneEvent> Events { get; } = [];

    /// <summary>What stands between the plane and the log; it may throw, wait, or give commands.</summary>
    public Func<PlaneEvent, ValueTask> Before { get; set; } = _ => ValueTask.CompletedTask;

    public long Now => (long)_time.GetElapsedTime(_origin).TotalMilliseconds;

    public async ValueTask Raised(PlaneEvent planeEvent, CancellationToken cancellationToken)
    {
        await Before(planeEvent).ConfigureAwait(false);
        Events.Add(planeEvent);
        Log.Add($"{Now} {planeEvent.LegId} #{planeEvent.Sequence} {Sentence.Of(planeEvent)}");
    }

    /// <summary>Lets a listener go on that waits for this, here and now.</summary>
    public static void LetGo(TaskCompletionSource held)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        held.SetResult();
        SynchronizationContext.SetSynchronizationContext(context);
    }

    public CommandResult Give(PlaneCommand command)
    {
        var execution = Plane.Execute(command).AsTask();
        Assert.True(execution.IsCompletedSuccessfully);
        return execution.GetAwaiter().GetResult();
    }

    public CommandResult Dial(string legId, string to) => Give(new Dial(legId, new DialTarget { To = to, From = "+15550001111" }));

    public CommandResult Caller(string legId, bool answered = false, TimeSpan? hangUpAfter = null) =>
        Give(new StartCaller(legId, "+15550001111", "/public/support", answered, hangUpAfter));

    /// <summary>A dialed leg whose answer the listener took, at 0.</summary>
    public void DialAnswered(string legId, string parameters = "") => Dial(legId, $"sip:{legId}@sim;ring=off;answer=0{parameters}");

    /// <summary>Goes on millisecond by millisecond, so that every line of the log bears its exact time.</summary>
    public void AdvanceTo(long milliseconds)
    {
        while (Now < milliseconds) _time.Advance(TimeSpan.FromMilliseconds(1));
    }

    public void Jump(TimeSpan by) => _time.Advance(by);
}
