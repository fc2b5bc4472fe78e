namespace Orchestrator.Load;

/// <summary>Two scenarios at one rate, in turns, so that both meet the same machine: what a call of the one costs, of the other, and the ratio.</summary>
internal sealed class Comparison(LoadOptions options, Scenario other, TimeProvider clock)
{
    private const int Turns = 3;
    private const double Most = 2;

    /// <returns>0 if the first costs no more than twice the second, and every invariant held.</returns>
    public async Task<int> Run()
    {
        var (first, second) = (new List<Result>(), new List<Result>());
        for (var turn = 0; turn < Turns; turn++)
        {
            second.Add(await Measure(other));
            first.Add(await Measure(options.Scenario));
        }

        var ratio = Median(first) / Median(second);
        Console.WriteLine(FormattableString.Invariant(
            $"{options.Scenario.Name} {Median(first):0.00} ms CPU a call, {other.Name} {Median(second):0.00} ms: {ratio:0.00} times (medians of {Turns})"));
        return ratio <= Most && first.Concat(second).All(result => result.Verified.Broken.Count == 0) ? 0 : 1;
    }

    private async Task<Result> Measure(Scenario scenario)
    {
        var result = await new Measurement(options, scenario, clock).Run(options.Rates[0]);
        Console.WriteLine(scenario.Name);
        Report.Head();
        Report.Row(result);
        return result;
    }

    private static double Median(IEnumerable<Result> results) =>
        results.Select(result => result.Cost?.CpuMilliseconds ?? double.NaN).Order().ElementAt(Turns / 2);
}
