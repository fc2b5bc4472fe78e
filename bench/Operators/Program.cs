// What people who look cost: pages of a long list, and many who watch calls on which nothing happens.
using System.Globalization;
using Orchestrator.Load;
using Orchestrator.Operators;

const double LongestPage = 200;
const double MostOfACore = 0.10;

if (OperatorOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(OperatorOptions.Usage);
    return 2;
}

using var redis = options.InRedis ? new RedisProcess() : null;
using var service = ServedProcess.Start("own", options.Connects + 1000, "silo-1", redis?.Connection);
using var client = new OperatorClient(service.Address);
await client.UntilReady();

Console.WriteLine($"{options.Connects} finished connects, calls in {(options.InRedis ? "Redis" : "memory")}, {Environment.ProcessorCount} cores");
await client.Fill(options.Connects);
var within = true;
foreach (var (name, path) in Pages.All)
{
    var times = await Pages.Measure(client, path, options.Requests);
    within &= times.At(0.95) < LongestPage;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-28} p50 {times.P50,6:0.0} ms   p95 {times.At(0.95),6:0.0} ms   p99 {times.P99,6:0.0} ms"));
}

await using var watchers = new Watchers(client);
var quiet = await Watchers.CpuOver(service.Probe, options.Seconds);
await watchers.Open(options.Watchers);
var watched = await Watchers.CpuOver(service.Probe, options.Seconds);
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{watchers.Count} watchers of calls on which nothing happens, over {options.Seconds} s"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  without them {quiet:0.0%} of a core, with them {watched:0.0%}; pings read {watchers.Pings}"));
Console.WriteLine($"machine load {MachineLoad.Now()}");
return within && watched < MostOfACore ? 0 : 1;
