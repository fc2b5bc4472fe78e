using Orchestrator.SipBench;
using Orchestrator.SipBench.Subjects;

if (BenchOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(BenchOptions.Usage);
    return 2;
}

Console.WriteLine($"two-way fork, {options.Seconds} s a rate, {Environment.ProcessorCount} cores");
Report.Head();
var failed = false;
foreach (var name in options.Subjects)
{
    var phones = new Phones(UdpPorts.Free(), UdpPorts.Free(), UdpPorts.Free());
    await using var subject = await Subject.Begin(name, options, phones);
    var run = new Run(subject, phones, TimeProvider.System);
    if (subject.NeedsWarmUp) await run.Hold(options.Rates[0], options.WarmUp);
    foreach (var rate in options.Rates)
    {
        var result = await run.Hold(rate, options.Seconds);
        Report.Row(subject.Name, result);
        failed |= result.Succeeded < result.Calls || result.Left.Count > 0;
    }
}

return failed ? 1 : 0;
