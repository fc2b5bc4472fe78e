using Orchestrator.Chaos.Checks;

namespace Orchestrator.Chaos;

/// <summary>What came of a run, for people.</summary>
internal static class Report
{
    private const int ToldWhole = 5;
    private const int Told = 40;

    public static void Print(Findings findings, Options options) => Console.WriteLine(Text(findings, options));

    public static string Text(Findings findings, Options options)
    {
        var text = new StringWriter();
        text.WriteLine();
        foreach (var (what, count) in findings.Counts)
            text.WriteLine($"| {what} | {count} |");
        text.WriteLine($"| violations | {findings.Violations.Count} |");
        foreach (var (session, broken) in findings.Violations.Take(Told))
            text.WriteLine($"{session}: {broken}");
        foreach (var session in findings.Violations.Select(violation => violation.Session).Distinct().Take(ToldWhole))
        {
            text.WriteLine($"\n--- {session} (seed {options.Seed})");
            foreach (var line in findings.Stories.FirstOrDefault(story => story.Session == session)?.Lines ?? [])
                text.WriteLine(line);
        }

        return text.ToString();
    }
}
