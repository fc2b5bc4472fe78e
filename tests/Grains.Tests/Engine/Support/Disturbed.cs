using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;
using Orchestrator.Telephony.Delivery;

namespace Orchestrator.Grains.Tests.Engine.Support;

/// <summary>When a session loses all its activations, and how.</summary>
internal enum Blow
{
    /// <summary>At the end of the turn that made the commit: its effects have begun.</summary>
    AfterCommit,

    /// <summary>The commit was written, but its writer hears of a failure: no effect of it has begun.</summary>
    AnswerLost,

    /// <summary>When the listener has taken an event of the plane.</summary>
    AfterEvent,
}

/// <summary>
/// A run in which all activations of the session go at one given moment. Nothing in this process wakes a grain but a message, so the
/// client's retry does: StartConnect again, by which the caller's grain comes back, and the connect's by its Accept; the connect's wakes
/// its legs.
/// </summary>
internal sealed class Disturbed
{
    private readonly Scenario _run;
    private readonly Blow _blow;
    private readonly int _moment;
    private int _events;
    private bool _struck;
    private bool _woken;

    private Disturbed(Scenario run, Blow blow, int moment)
    {
        _run = run;
        _blow = blow;
        _moment = moment;
    }

    /// <returns>Null: the run had no such moment.</returns>
    public static async Task<Scenario?> Run(Scenario run, Blow blow, int moment)
    {
        var disturbed = new Disturbed(run, blow, moment);
        run.AtRest = disturbed.Wake;
        run.Committed = disturbed.AfterCommit;
        run.Host.OnPlane = disturbed.AfterEvent;
        try
        {
            await disturbed.Start();
            await run.ToEnd();
        }
        finally
        {
            run.Host.OnPlane = null;
            run.Committed = null;
        }

        return disturbed._struck ? run : null;
    }

    private async Task Start()
    {
        try
        {
            await _run.Start();
        }
        catch (Exception failure) when (_struck && failure is IOException or Orleans.Runtime.OrleansException)
        {
            // The client hears of a failure and tries again, when the silo is at rest.
        }
    }

    private void AfterCommit(int number, Commit commit)
    {
        if (_blow == Blow.AfterEvent || number != _moment || _struck)
            return;
        Strike();
        if (_blow == Blow.AnswerLost)
            throw new IOException("the store's answer was lost");
    }

    private void AfterEvent(PlaneRecord line)
    {
        if (_blow == Blow.AfterEvent && line is EventTaken && ++_events == _moment)
            Strike();
    }

    private void Strike()
    {
        _struck = true;
        _run.Host.Traffic.Deactivate(_run.Session);
    }

    private async Task Wake()
    {
        if (!_struck || _woken)
            return;
        _woken = true;
        var outcome = (await _run.Start()).Outcome;
        Assert.True(outcome is StartConnectOutcome.Accepted or StartConnectOutcome.Replayed, $"The retry was answered {outcome}.");
        await _run.Host.Quiet("after the wake-up");
    }

    /// <summary>What no failure may bring about.</summary>
    public static async Task Check(Scenario run, string outcome, string when)
    {
        var found = await Report.OutcomeOf(run);
        Assert.True(found == outcome, $"{when}. Found:\n{found}\n\nExpected:\n{outcome}\n\nIn full:\n{await Report.Of(run)}");
        Assert.All(Report.Invites(run), leg => Assert.True(leg.Value == 1, $"{when}: {leg.Key} was dialed {leg.Value} times."));
        foreach (var leg in (await run.Timeline()).Where(entry => entry.Event is LegEnded).GroupBy(entry => entry.CallId))
            Assert.True(leg.Count() == 1, $"{when}: {leg.Key} ended {leg.Count()} times.");
        Assert.True(run.Host.Plane.BridgeConflicts == 0, $"{when}: the plane was to bridge a leg that was in a bridge.");
    }
}
