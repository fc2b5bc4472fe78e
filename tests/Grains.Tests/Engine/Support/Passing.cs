namespace Orchestrator.Grains.Tests.Engine.Support;

/// <summary>Lets time pass for one session, and never while anything is under way.</summary>
/// <param name="sessions">Whose deadlines are swept when they are due.</param>
internal sealed class Passing(EngineHost host, params IReadOnlyList<string> sessions)
{
    private static readonly TimeSpan SweepersGrace = TimeSpan.FromMilliseconds(501);
    private static readonly TimeSpan SweepersLease = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    /// <param name="atRest">Run whenever the silo is at rest, before time goes on.</param>
    public async Task Until(
        Func<Task<bool>> arrived, string phase, DateTimeOffset end, Func<Task<string>> describe, Func<Task>? atRest = null)
    {
        using var patience = new CancellationTokenSource(LongestWait);
        while (true)
        {
            await host.Quiet(phase);
            if (atRest is not null)
                await atRest();
            if (await arrived())
                return;
            if (patience.IsCancellationRequested || host.Clock.GetUtcNow() >= end)
                throw new TimeoutException($"Waited too long for: {phase}.\n{await describe()}");
            await await host.Sweeper.Sweep();
            await host.Quiet(phase);
            // With no timer left, what is waited for is on its way (an activation that goes, say), or is up to the sweeper.
            var now = host.Clock.GetUtcNow();
            var sweep = (sessions.Min(session => host.Store.NextDeadline(session, now - SweepersGrace)) ?? now + SweepersLease) + SweepersGrace;
            await host.Clock.Step(sweep < end ? sweep : end);
        }
    }
}
