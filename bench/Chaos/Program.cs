using Orchestrator.Chaos;

if (Options.Parse(args) is not { } options)
{
    Console.Error.WriteLine(Options.Usage);
    return 2;
}

var began = TimeProvider.System.GetTimestamp();
void Say(string what) => Console.WriteLine($"{TimeProvider.System.GetElapsedTime(began).TotalSeconds,6:0} s  {what}");
Say($"{options.Time.TotalMinutes} min at {options.Rate}/s, seed {options.Seed}");
var findings = await new Run(options, Say).Go();
Report.Print(findings, options);
return findings.Violations.Count == 0 ? 0 : 1;
