using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Controls;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Scripts;

namespace Orchestrator.Grains.Engine;

/// <summary>
/// Wakes what is overdue. A deadline is kept by a timer of its grain, to the millisecond; when the grain's silo has died, nobody is
/// there to ring. So every silo asks the store for what is overdue, gets each record for the length of a lease, and wakes its grain,
/// which comes up wherever there is room. When the grain's silo hangs, the record is carried on without it.
/// </summary>
public sealed class Sweeper(
    EngineServices services, IGrainFactory grains, IOptions<SweeperOptions> options, TimeProvider time, IHostApplicationLifetime lifetime,
    ILogger<Sweeper> logger) : Rounds(options.Value.Interval, time, lifetime, logger)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(100);

    private readonly AbsentOwner _absent = new(services);
    private readonly SemaphoreSlim _hands = new(options.Value.AtOnce);

    /// <summary>Since when each record that could not be woken was last known to be so: the next one to claim it may be another silo.</summary>
    private readonly ConcurrentDictionary<string, long> _stuck = new();

    /// <summary>Asks once, and looks after what it is given. Does not wait for that: a silo that hangs must not hold up the others' records.</summary>
    /// <returns>Completes when all that was given out this time has been looked after.</returns>
    public async Task<Task> Sweep(CancellationToken stopping = default)
    {
        services.Instruments.Stuck(StuckNow());
        if (_hands.CurrentCount == 0)
            return Task.CompletedTask;
        var overdue = await services.Store.ClaimOverdue(options.Value.Grace, options.Value.Lease, _hands.CurrentCount, stopping);
        return Task.WhenAll(overdue.Select(LookAfter));
    }

    protected override Task Round(CancellationToken stopping) => Sweep(stopping); // what was begun goes on behind it, and never throws

    public override void Dispose()
    {
        _hands.Dispose();
        base.Dispose();
    }

    private async Task LookAfter(string id)
    {
        await _hands.WaitAsync();
        try
        {
            var outcome = await Reach(id);
            services.Instruments.Swept(outcome);
            if (outcome == SweepOutcome.Unreachable)
                _stuck[id] = Time.GetTimestamp();
            else
                _stuck.TryRemove(id, out _);
        }
        finally
        {
            _hands.Release();
        }
    }

    /// <summary>One that is stuck yet is claimed again when its lease is over, by somebody who says so then.</summary>
    private int StuckNow()
    {
        foreach (var (id, since) in _stuck)
        {
            if (Time.GetElapsedTime(since) > 2 * options.Value.Lease + options.Value.Patience)
                _stuck.TryRemove(id, out _);
        }

        return _stuck.Count;
    }

    private async Task<SweepOutcome> Reach(string id)
    {
        var began = Time.GetTimestamp();
        for (var wait = FirstWait; ; wait *= 2)
        {
            if (await Wake(id) || await Wake(id))
                return SweepOutcome.Woken;
            if (await CarryOn(id))
                return SweepOutcome.CarriedOn;
            if (Time.GetElapsedTime(began) + wait > options.Value.Patience || IsStopping)
                return SweepOutcome.Unreachable;
            await Task.Delay(wait, Time);
        }
    }

    /// <summary>Twice: while a silo is being declared dead the first call may still go there.</summary>
    private async Task<bool> Wake(string id)
    {
        try
        {
            await (id switch
            {
                _ when CallIds.IsConnect(id) => grains.GetGrain<IConnectGrain>(id).Wake(),
                _ when CallIds.IsScript(id) => grains.GetGrain<IScriptGrain>(id).Wake(),
                _ when CallIds.IsWait(id) => grains.GetGrain<IWaitGrain>(id).Wake(),
                _ when CallIds.IsControl(id) => grains.GetGrain<IControlGrain>(id).Wake(),
                _ when CallIds.IsQueue(id) => grains.GetGrain<IQueueGrain>(id).Wake(),
                _ => grains.GetGrain<ICallGrain>(id).Wake(),
            });
            return true;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return false;
        }
    }

    private async Task<bool> CarryOn(string id)
    {
        try
        {
            return await _absent.Ring(id);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return false;
        }
    }
}

/// <summary>What became of a record that was overdue.</summary>
internal enum SweepOutcome
{
    /// <summary>Its grain was woken.</summary>
    Woken,

    /// <summary>Its grain did not answer; the store took the transition all the same.</summary>
    CarriedOn,

    /// <summary>Neither; it will be claimed again.</summary>
    Unreachable,
}
