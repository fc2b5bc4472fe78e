using Orchestrator.Webhooks;

if (args is ["sender", var job])
{
    await SenderProgram.Run(Job.Parse(job));
    return;
}

var runs = args is ["--runs", var text] ? int.Parse(text, null) : 1;
using var redis = await RedisProcess.Start();
var (ours, naive) = (new Measurements(redis, "durable"), new Measurements(redis, "naive"));
Console.WriteLine($"{Environment.ProcessorCount} cores, medians of {runs}; sender, Redis (AOF, everysec) and receiver on one machine");
Console.WriteLine($"{"",-46}{"durable",14}{"naive",14}{"ratio",8}");
await Table.Row("healthy receivers, events/s", runs, ours.Throughput, naive.Throughput);
await Table.Row("transition → received at 1,000/s, p50 ms", runs, async () => (await ours.Latency()).P50, async () => (await naive.Latency()).P50);
await Table.Row("                                   p99 ms", runs, async () => (await ours.Latency()).P99, async () => (await naive.Latency()).P99);
await Table.Row("  with 30 % to hostile ones: healthy p99 ms", runs, ours.HealthyAmongHostile, naive.HealthyAmongHostile);
await Table.Words("kill -9 one of two, 3 % 503: lost of, gap", Kill(ours), Kill(naive));
await Table.Words("5,000 lanes, 10 % 503: inverted of (not parked)", Order(ours), Order(naive));

static Func<Task<string>> Kill(Measurements of) => async () => await of.Kill() is var (lost, made, gap) ? FormattableString.Invariant($"{lost}/{made} {gap:0.0} s") : "";

static Func<Task<string>> Order(Measurements of) => async () => await of.Order() is var (inverted, lanes) ? FormattableString.Invariant($"{inverted}/{lanes}") : "";
