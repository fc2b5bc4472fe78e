namespace Orchestrator.Load;

/// <summary>One rate, held for a while: 1. start and warm up; 2. send; 3. wait until all is over; 4. look at everything.</summary>
internal sealed class Measurement(LoadOptions options, Scenario scenario, TimeProvider clock)
{
    private const int WarmUpRate = 200;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(60);

    public async Task<Result> Run(int rate)
    {
        using var served = options.Base is null ? new Service(options, (rate * options.Seconds) + (WarmUpRate * options.WarmUp)) : null;
        using var service = new ServiceClient(served?.Addresses ?? [options.Base!], options.Credentials);
        await BecomesReady(service);
        if (scenario.Script is { } script) await service.Put(Scenario.Address, script);
        var (arrivals, verification) = (new Arrivals(service, scenario, clock), new Verification(service, scenario, clock));
        await arrivals.Send(Math.Min(rate, WarmUpRate), options.WarmUp);
        await verification.Drain();

        var before = served is null ? null : await served.Settle();
        var (started, ownCpu) = (clock.GetTimestamp(), Environment.CpuUsage.TotalTime);
        var sent = await arrivals.Send(rate, options.Seconds);
        var (sending, load) = (clock.GetElapsedTime(started), MachineLoad.Now());
        var left = await verification.Drain();
        var after = served is null ? null : await served.Read();
        ownCpu = Environment.CpuUsage.TotalTime - ownCpu;
        var settled = served is null ? null : await served.Settle();

        var taken = sent.Where(arrival => arrival.Id is not null).ToList();
        var verified = await verification.Check([.. taken.Select(arrival => arrival.Id!)], mayBeGone: served is null);
        return new Result
        {
            Rate = rate,
            Sent = sent.Count,
            Taken = taken.Count,
            Sending = sending,
            Answer = new Percentiles(taken.Select(arrival => arrival.Answered.TotalMilliseconds)),
            Timings = await Timings.Sample(service, taken, options.Sample),
            Verified = verified with { Broken = [.. left, .. verified.Broken] },
            Cost = before is null ? null : new Cost(before, after!, settled!, taken.Count),
            OwnCpu = ownCpu,
            MachineLoad = load,
        };
    }

    private async Task BecomesReady(ServiceClient service)
    {
        var started = clock.GetTimestamp();
        while (!await service.IsReady())
        {
            if (clock.GetElapsedTime(started) > StartPatience) throw new TimeoutException("The service did not become ready within 60 s.");
            await Task.Delay(TimeSpan.FromMilliseconds(100), clock);
        }
    }
}
