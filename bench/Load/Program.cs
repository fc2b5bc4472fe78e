using Orchestrator.Load;

if (LoadOptions.Parse(args) is not { } options)
{
    Console.Error.WriteLine(LoadOptions.Usage);
    return 2;
}

if (options.Against is { } against) return await new Comparison(options, against, TimeProvider.System).Run();

var measurement = new Measurement(options, options.Scenario, TimeProvider.System);
Console.WriteLine($"{options.Scenario.Name}, {options.Seconds} s a rate, {Environment.ProcessorCount} cores");
if (options.Rates is [var rate])
{
    var result = await measurement.Run(rate);
    Report.Whole(result);
    return result.Verified.Broken.Count == 0 ? 0 : 1;
}

var broken = false;
Report.Head();
foreach (var step in options.Rates)
{
    var result = await measurement.Run(step);
    Report.Row(result);
    broken |= result.Verified.Broken.Count > 0;
}

return broken ? 1 : 0;
