using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Failures;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Tests.Engine.Support;
using Orchestrator.Grains.Tests.Webhooks.Support;

namespace Orchestrator.Grains.Tests.Engine;

/// <summary>All owners are lost and nobody calls them: what is stored is enough to bring every run to its end, and on time.</summary>
[Collection(EngineCollection.Name)]
public sealed class SweeperTests(EngineHost host)
{
    /// <summary>What a deadline may be late by when its owner is lost: the sweeper's grace.</summary>
    private const double Late = 501;

    [Theory]
    [InlineData("{'to':'sip:b@sim;answer=off','timeout':20,$hooks}", 1000, 20_000, "failed no_answer")]
    [InlineData("{'to':'sip:b@sim;answer=500','max_duration':14400,$hooks}", 5000, 14_400_500, "disconnected")]
    [InlineData("{'serial':[{'to':'sip:a@sim;silent','timeout':30},{'to':'sip:b@sim;answer=500;talk=1000'}],$hooks}", 2000, 31_500, "disconnected")]
    public async Task Owners_LostForGood_DeadlineIsRungAllTheSame(string connect, int lostAt, double endsAt, string end)
    {
        var run = new Scenario(host, connect);
        await run.Start();
        await run.At(lostAt);
        host.Traffic.Deactivate(run.Session);
        await host.Traffic.Gone(run.Session);

        await run.ToEnd();

        var over = Assert.Single(await run.Timeline(), entry => entry.Event is ConnectFailed or ConnectDisconnected);
        Assert.InRange((over.At - run.StartedAt).TotalMilliseconds, endsAt, endsAt + (2 * Late));
        Assert.Equal(end, host.Postbox.At(run.BoxPath).Last(letter => letter.Owner == run.ConnectId).What);
        Assert.All(Report.Invites(run).Values, invites => Assert.Equal(1, invites));
    }

    /// <summary>The client heard of a failure and never came back.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Caller_WhoseConnectWasNeverAccepted_IsLetGo(bool ownerLost)
    {
        var run = new Scenario(host, "{'to':'sip:b@sim;answer=500'}");
        host.Store.Committing = commit => commit.Id == run.ConnectId ? throw new IOException("refused") : Task.CompletedTask;
        await Assert.ThrowsAnyAsync<Exception>(run.Start);
        host.Store.Committing = null;
        if (ownerLost)
        {
            host.Traffic.Deactivate(run.Session);
            await host.Traffic.Gone(run.Session);
        }

        await run.Until(entry => entry.Event is LegEnded && entry.CallId == run.CallId, "the caller's end");

        Assert.InRange((host.Clock.GetUtcNow() - run.StartedAt).TotalSeconds, 120, 150);
        await host.Quiet("the caller is gone");
        Assert.Equal(0, host.Plane.LegsUp);
    }

    [Fact]
    public async Task Caller_WhoseConnectWasAccepted_IsAskedForOnceAndStays()
    {
        var run = await new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=600000'}").Run();

        Assert.Single(await run.Timeline(), entry => entry.Event is ConnectDisconnected { EndedBy: BridgeEnd.Callee });
        Assert.InRange(run.Commits.Count(commit => commit.Id == run.CallId), 2, 3);
    }

    [Fact]
    public async Task Records_OfARunThatHasEnded_AreNeverOverdue()
    {
        var run = await new Scenario(host, "{'parallel':[{'to':'sip:a@sim;answer=500;talk=1000'},{'to':'sip:b@sim;answer=off'}]}").Run();

        Assert.All(
            new[] { run.CallId, run.ConnectId, CallIds.Leg(run.ConnectId, 1), CallIds.Leg(run.ConnectId, 2) },
            id => Assert.True(host.Store.Load(id).AsTask().Result is { Closed: true, Deadline: null }, $"{id} is not closed"));
    }

    [Fact]
    public async Task Connect_LostBetweenItsEndAndItsEffects_LegsAreStillLetGo()
    {
        var run = new Scenario(host, "{'parallel':[{'to':'sip:a@sim;answer=off'},{'to':'sip:b@sim;answer=off'}]}");
        await run.Start();
        await run.At(1000);
        run.Committed = (_, commit) =>
        {
            if (commit.Id == run.ConnectId && commit.Ended)
                throw new IOException("its silo has died");
        };
        await Assert.ThrowsAnyAsync<Exception>(() => run.Connect.Cancel(Scenario.Project));
        host.Traffic.Deactivate(run.Session);
        await host.Traffic.Gone(run.Session);
        run.Committed = null;

        await run.ToEnd();

        var ends = (await run.Timeline()).Where(entry => entry.Event is LegEnded && entry.CallId != run.CallId).ToList();
        Assert.Equal(2, ends.Count);
        Assert.All(ends, entry => Assert.InRange((entry.At - run.StartedAt).TotalSeconds, 1, 60));
    }

    /// <summary>Nobody but the store knows that a leg is to be dialed; the client never comes back.</summary>
    [Fact]
    public async Task Connect_LostBetweenItsAcceptanceAndItsEffects_IsTakenUpSoon()
    {
        var run = new Scenario(host, "{'to':'sip:a@sim;answer=500;talk=1000'}");
        run.Committed = (_, commit) =>
        {
            if (commit.Id == run.ConnectId)
                throw new IOException("its silo has died");
        };
        await Assert.ThrowsAnyAsync<Exception>(run.Start);
        run.Committed = null;
        host.Traffic.Deactivate(run.Session);
        await host.Traffic.Gone(run.Session);

        await run.ToEnd();

        var dialed = Assert.Single(await run.Timeline(), entry => entry.Event is LegCreated);
        Assert.InRange((dialed.At - run.StartedAt).TotalSeconds, 0, 10);
        Assert.Single(await run.Timeline(), entry => entry.Event is ConnectDisconnected { EndedBy: BridgeEnd.Callee });
    }

    /// <summary>The caller's owner takes the order to answer him and goes, its connect's owner stays: as when a silo is drained.</summary>
    [Fact]
    public async Task Caller_WhoseOwnerGoesWithAnOrder_IsAskedAgain()
    {
        var run = new Scenario(host, "{'to':'sip:a@sim;answer=500;talk=1000'}", answered: false);
        var lost = false;
        host.Swallow = raised => raised is Telephony.Port.Answered && raised.LegId == run.CallId && !lost && (lost = true);
        try
        {
            await run.Start();
            await run.At(100);
        }
        finally
        {
            host.Swallow = null;
        }

        Assert.True(lost, "The caller was not answered.");
        foreach (var context in host.Traffic.Of(run.CallId))
            context.Deactivate(new DeactivationReason(DeactivationReasonCode.ShuttingDown, "its silo is drained"));

        await run.ToEnd();

        Assert.Single(await run.Timeline(), entry => entry.Event is ConnectDisconnected { EndedBy: BridgeEnd.Callee });
        var dialed = Assert.Single(await run.Timeline(), entry => entry.Event is LegCreated);
        Assert.InRange((dialed.At - run.StartedAt).TotalSeconds, 1, 10);
    }

    /// <summary>An owner that comes back waits anew for what is being bridged; so nobody gives it up in its absence.</summary>
    [Fact]
    public async Task Connect_WhoseSiloHangsWhileBridging_IsNotGivenUp()
    {
        var run = new Scenario(host, "{'to':'sip:a@sim;answer=500;talk=60000'}");
        var (hangs, hung) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Store.Committing = commit =>
            commit.Timeline.Any(entry => entry.Event is ConnectBridged) && hangs.TrySetResult() ? hung.Task : Task.CompletedTask;
        try
        {
            await run.Start();
            await run.At(400);
            await host.Clock.To(run.StartedAt.AddMilliseconds(500));
            await hangs.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await host.Clock.To(run.StartedAt.AddSeconds(32));

            await await host.Sweeper.Sweep();

            Assert.DoesNotContain(await run.Timeline(), entry => entry.Event is OwnerAbsent or ConnectFailed);
        }
        finally
        {
            host.Store.Committing = null;
            hung.SetResult();
        }

        await run.ToEnd();
        Assert.Single(await run.Timeline(), entry => entry.Event is ConnectDisconnected { EndedBy: BridgeEnd.Callee });
    }

    [Fact]
    public async Task Record_ThatNobodyCanCarryOn_IsCountedAsStuckUntilNobodySaysSoAnyMore()
    {
        var stuck = -1L;
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, listening) =>
            {
                if (instrument.Name == "orchestrator.operation.stuck" && instrument.Meter.Scope == host.Meters)
                    listening.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Exchange(ref stuck, count));
        listener.Start();
        var time = new FakeTimeProvider();
        using var sweeper = host.NewSweeper(time);
        var run = new Scenario(host, "{'to':'sip:b@sim;answer=off','timeout':5}");
        await run.Start();
        await run.At(1000);
        host.Store.Committing = commit =>
            CallIds.SessionOf(commit.Id) == run.Session ? throw new IOException("refused") : Task.CompletedTask;
        try
        {
            host.Traffic.Deactivate(run.Session);
            await host.Traffic.Gone(run.Session);
            await host.Clock.To(run.StartedAt.AddSeconds(30));
            await await sweeper.Sweep(); // tries, and
            Assert.Equal(0, Interlocked.Read(ref stuck));
            await await sweeper.Sweep(); // says what came of it
            Assert.InRange(Interlocked.Read(ref stuck), 1, 3);
        }
        finally
        {
            host.Store.Committing = null;
        }

        await run.ToEnd();
        time.Advance(TimeSpan.FromMinutes(1));
        await await sweeper.Sweep();
        Assert.Equal(0, Interlocked.Read(ref stuck));
    }

    /// <summary>The grain is there, and does not answer: as on a silo that hangs.</summary>
    [Fact]
    public async Task Leg_WhoseSiloHangs_EndsThroughTheStore()
    {
        var run = new Scenario(host, "{'to':'sip:b@sim;answer=off','timeout':5,$hooks}");
        await run.Start();
        await run.At(4000);
        var leg = CallIds.Leg(run.ConnectId, 1);
        var hung = new TaskCompletionSource();
        var hangs = new TaskCompletionSource();
        host.Store.Committing = commit =>
        {
            if (commit.Id != leg || !hangs.TrySetResult())
                return Task.CompletedTask;
            return hung.Task;
        };
        try
        {
            await host.Clock.To(run.StartedAt.AddSeconds(5));
            await hangs.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await host.Clock.To(run.StartedAt.AddSeconds(6));

            await await host.Sweeper.Sweep();

            Assert.Single(await run.Timeline(), entry => entry.Event is OwnerAbsent && entry.CallId == leg);
            Assert.Single(await run.Timeline(), entry => entry.Event is LegEnded { Reason: EndReason.NoAnswer } && entry.CallId == leg);
        }
        finally
        {
            host.Store.Committing = null;
            hung.SetResult();
        }

        await run.ToEnd();
        Assert.Single(await run.Timeline(), entry => entry.Event is LegEnded && entry.CallId == leg);
        Assert.Single(host.Postbox.At(run.BoxPath), letter => letter.Owner == leg);
        Assert.Contains(host.Journal(run.Session), line => line is Telephony.Delivery.CommandReceived { Command: Telephony.Port.Cancel });
    }

    /// <summary>It had written that it rings, and hung before it could say so: what the store adds in its absence comes behind that.</summary>
    [Fact]
    public async Task Leg_WhoseSiloHangsBeforeItTellsWhatItWrote_TellsItFirst()
    {
        var run = new Scenario(host, "{'to':'sip:b@sim;ring=500;answer=off','timeout':5,'call_state_url':'$box','call_state_events':['ringing','ended']}");
        var leg = CallIds.Leg(run.ConnectId, 1);
        var (hangs, hung) = (new TaskCompletionSource(), new TaskCompletionSource());
        host.Store.Acknowledging = commit =>
            commit.Id == leg && commit.Timeline.Any(entry => entry.Event is LegRang) && hangs.TrySetResult() ? hung.Task : Task.CompletedTask;
        try
        {
            await run.Start();
            await run.At(400);
            await host.Clock.To(run.StartedAt.AddMilliseconds(500));
            await hangs.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await host.Clock.To(run.StartedAt.AddSeconds(6));

            await await host.Sweeper.Sweep();
            await Deadline.For(host.Sender.WhenIdle(leg), "the leg's webhooks to be sent");

            Assert.Equal(["ringing", "ended no_answer"], host.Postbox.At(run.BoxPath).Select(letter => letter.What));
        }
        finally
        {
            host.Store.Acknowledging = null;
            hung.SetResult();
        }

        await run.ToEnd();
        Assert.Equal(2, host.Postbox.At(run.BoxPath).Count);
    }

    [Fact]
    public async Task Leg_WhoseNodeIsGone_EndsWithErrorAndItsConnectWithIt()
    {
        var run = new Scenario(host, "{'parallel':[{'to':'sip:a@sim;answer=off'},{'to':'sip:b@sim;answer=off'}],$hooks}");
        await run.Start();
        await run.At(1000);
        host.Traffic.Deactivate(run.Session);
        await host.Traffic.Gone(run.Session);
        foreach (var id in new[] { run.CallId, CallIds.Leg(run.ConnectId, 1), CallIds.Leg(run.ConnectId, 2) })
            await MoveToLostNode(id);

        await host.Reaper.Reap();
        await host.Clock.To(run.StartedAt.AddSeconds(9)); // a node that is not known may have just joined
        Assert.DoesNotContain(await run.Timeline(), entry => entry.Event is LegEnded);
        await host.Clock.To(run.StartedAt.AddSeconds(17));
        await host.Reaper.Reap();
        await run.Until(entry => entry.CallId == run.CallId && entry.Event is LegEnded, "the caller's end");
        await host.Quiet("all are told");
        foreach (var command in host.Journal(run.Session).OfType<Telephony.Delivery.CommandReceived>().Select(line => line.Command.LegId).Distinct())
        {
            // They are this plane's after all.
            await host.Plane.Execute(new Telephony.Port.HangUp(command, Telephony.Port.HangUpCause.Normal));
            await host.Plane.Execute(new Telephony.Port.Release(command));
        }

        Assert.Single(await run.Timeline(), entry => entry.Event is ConnectFailed { Reason: FailedReason.Error, Fault: Fault.Ours });
        Assert.Single(await run.Timeline(), entry => entry.CallId == run.CallId && entry.Event is LegEnded { Reason: EndReason.Error, Fault: Fault.Ours });
        Assert.Empty(await host.Store.CallsOf("node-9@1", 10));
        Assert.Contains("failed error", host.Postbox.At(run.BoxPath).Select(letter => letter.What));
    }

    [Fact]
    public async Task Commit_StoreAwayOnce_IsMadeAgainAsTheSame()
    {
        var run = new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=1000',$hooks}");
        var tokens = new List<Guid>();
        host.Store.Committing = commit =>
        {
            lock (tokens)
            {
                if (commit.Id != run.ConnectId)
                    return Task.CompletedTask;
                tokens.Add(commit.Token);
                return tokens.Count(token => token == commit.Token) == 1
                    ? throw new StoreUnavailableException("away")
                    : Task.CompletedTask;
            }
        };
        try
        {
            await run.Run();
        }
        finally
        {
            host.Store.Committing = null;
        }

        Assert.All(tokens.GroupBy(token => token), tries => Assert.Equal(2, tries.Count()));
        Assert.True(tokens.Count > 4, "The connect did not commit.");
    }

    [Fact]
    public async Task Commit_StoreAwayForLong_NothingIsDoneUntilItIsBack()
    {
        var run = new Scenario(host, "{'to':'sip:b@sim;answer=500;talk=5000',$hooks}");
        await run.Start();
        await run.At(400);
        var away = true;
        host.Store.Committing = _ => away ? throw new StoreUnavailableException("away") : Task.CompletedTask;
        try
        {
            await host.Clock.To(run.StartedAt.AddMilliseconds(500));
            await host.Quiet("answered, and not written down");
            Assert.DoesNotContain(await run.Timeline(), entry => entry.Event is LegWon or LegAnswered);
            away = false;
            await run.ToEnd();
        }
        finally
        {
            host.Store.Committing = null;
        }

        Assert.Single(await run.Timeline(), entry => entry.Event is ConnectBridged);
        Assert.Single(await run.Timeline(), entry => entry.Event is ConnectDisconnected { EndedBy: BridgeEnd.Callee });
        Assert.All(Report.Invites(run).Values, invites => Assert.Equal(1, invites));
    }

    /// <summary>Its end is written, and nobody has told its connect: an owner that could only half take it up must not close it.</summary>
    [Fact]
    public async Task Leg_HalfTakenUp_StillTellsItsConnectThatItIsOver()
    {
        var run = new Scenario(host, "{'to':'sip:b@sim;status=486;after=500'}");
        var leg = CallIds.Leg(run.ConnectId, 1);
        var (isLost, refusals) = (false, 0);
        run.Committed = (_, commit) =>
        {
            if (commit.Id != leg || !commit.Ended || isLost)
                return;
            isLost = true;
            throw new IOException("its silo has died");
        };
        host.Store.ReadingWebhooks = id =>
        {
            if (id == leg && isLost && refusals++ == 0)
                throw new StoreUnavailableException("away");
        };
        try
        {
            await run.Run();
        }
        finally
        {
            host.Store.ReadingWebhooks = null;
        }

        Assert.True(refusals > 1, "The leg was not taken up twice.");
        var failed = Assert.Single(await run.Timeline(), entry => entry.Event is ConnectFailed { Reason: FailedReason.Busy });
        Assert.InRange((failed.At - run.StartedAt).TotalSeconds, 0.5, 15);
    }

    /// <summary>As if another node's plane had carried it, of which nothing is known.</summary>
    private async Task MoveToLostNode(string id)
    {
        var stored = (await host.Store.Load(id))!;
        var snapshot = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(stored.Snapshot.Span).Replace("\"node-1\"", "\"node-9@1\"", StringComparison.Ordinal));
        var result = await host.Store.Commit(new Commit(id, stored.Version, snapshot, stored.Deadline, Row: null, Ended: false, [], [], "node-9@1"));
        Assert.True(result.Committed);
    }
}
