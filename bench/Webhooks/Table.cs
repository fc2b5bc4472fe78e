namespace Orchestrator.Webhooks;

/// <summary>Rows as text, ours beside the naive one.</summary>
internal static class Table
{
    public static async Task Row(string title, int runs, Func<Task<double>> ours, Func<Task<double>> naive)
    {
        var (mine, other) = (new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            mine.Add(await ours());
            other.Add(await naive());
        }

        var (x, y) = (Median(mine), Median(other));
        Line($"{title,-46}{x,14:0.0}{y,14:0.0}{x / y,8:0.00}");
    }

    public static async Task Words(string title, Func<Task<string>> ours, Func<Task<string>> naive) =>
        Line($"{title,-46}{await ours(),14}{await naive(),14}");

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static void Line(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
