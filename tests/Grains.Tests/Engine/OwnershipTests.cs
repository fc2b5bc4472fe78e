using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Failures;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>Two activations believe that they own one record: the store decides.</summary>
[Collection(EngineCollection.Name)]
public sealed class OwnershipTests(EngineHost host)
{
    [Fact]
    public async Task Connect_ChangedBehindItsBack_NoEffectAndStepsDown()
    {
        var run = new Scenario(host, "{'to':'sip:b@sim;answer=off',$hooks}");
        await run.Start();
        await run.Until<LegRang>();
        await CommitAgain(run.ConnectId);
        var before = host.Journal(run.Session).Count;

        await Assert.ThrowsAsync<StaleOwnerException>(() => run.Connect.Cancel(Scenario.Project));

        Assert.Equal(before, host.Journal(run.Session).Count);
        Assert.DoesNotContain(await run.Timeline(), entry => entry.Event is ConnectFailed);
        Assert.Equal(CancelConnectOutcome.Ended, await run.Connect.Cancel(Scenario.Project));
        await run.ToEnd();
        Assert.Single(await run.Timeline(), entry => entry.Event is ConnectFailed { Reason: FailedReason.Cancel });
        Assert.Equal(["connecting", "failed cancel"], host.Postbox.At(run.BoxPath).Where(letter => letter.Owner == run.ConnectId).Select(letter => letter.What));
    }

    [Fact]
    public async Task Leg_ChangedBehindItsBack_AnswerReachesTheNextOwner()
    {
        var run = new Scenario(host, "{'parallel':[{'to':'sip:a@sim;answer=500;talk=1000'},{'to':'sip:b@sim;answer=off'}],$hooks}");
        await run.Start();
        await run.Until<LegRang>();
        await CommitAgain(CallIds.Leg(run.ConnectId, 1));

        await run.ToEnd();

        Assert.Single(await run.Timeline(), entry => entry.Event is ConnectBridged);
        Assert.Single(await run.Timeline(), entry => entry.Event is LegAnswered);
        Assert.All(Report.Invites(run).Values, invites => Assert.Equal(1, invites));
        Assert.DoesNotContain(
            host.Journal(run.Session), line => line is CommandReceived { Command: Cancel cancel } && cancel.LegId == CallIds.Leg(run.ConnectId, 1));
    }

    [Fact]
    public async Task Winner_ChangedBehindItsBackWhileBridged_StillHungUpOnce()
    {
        var run = new Scenario(host, "{'to':'sip:b@sim;answer=500',$hooks}", hangUpAfter: 3000);
        await run.Start();
        await run.Until<ConnectBridged>();
        await host.Quiet("bridged");
        await CommitAgain(run.ConnectId);
        await CommitAgain(run.CallId);
        await CommitAgain(CallIds.Leg(run.ConnectId, 1));

        await run.ToEnd();

        Assert.Single(await run.Timeline(), entry => entry.Event is ConnectDisconnected { EndedBy: BridgeEnd.Caller });
        Assert.All((await run.Timeline()).Where(entry => entry.Event is LegEnded).GroupBy(entry => entry.CallId), ends => Assert.Single(ends));
        Assert.Equal(["ended hangup"], host.Postbox.At(run.BoxPath).Where(letter => letter.Owner != run.ConnectId).Select(letter => letter.What));
    }

    /// <summary>What another owner would do who has taken the record over: its version goes on.</summary>
    private async Task CommitAgain(string id)
    {
        var stored = await host.Store.Load(id);
        Assert.NotNull(stored);
        var result = await host.Store.Commit(new Commit(id, stored.Version, stored.Snapshot, stored.Deadline, Row: null, Ended: false, [], []));
        Assert.True(result.Committed);
    }
}
