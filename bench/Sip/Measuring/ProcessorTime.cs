using System.Globalization;

namespace Orchestrator.SipBench.Measuring;

/// <summary>What processes have used, from /proc: every thread of them, the garbage collector's too, and of their children.</summary>
internal static class ProcessorTime
{
    private const double MillisecondsATick = 10;
    private const int Parent = 1;
    private const int User = 11;
    private const int System = 12;

    public static double Of(int root)
    {
        var all = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(name => (Id: int.Parse(name!, CultureInfo.InvariantCulture), Fields: Read(name!))).Where(one => one.Fields.Length > System).ToList();
        var ours = new HashSet<int> { root };
        while (all.Any(one => ours.Contains(Number(one.Fields, Parent)) && ours.Add(one.Id)))
        {
        }

        return all.Where(one => ours.Contains(one.Id)).Sum(one => Number(one.Fields, User) + Number(one.Fields, System)) * MillisecondsATick;
    }

    private static int Number(string[] fields, int at) => int.Parse(fields[at], CultureInfo.InvariantCulture);

    /// <summary>The fields behind the process's name, which may hold anything; none if it has just ended.</summary>
    private static string[] Read(string process)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{process}/stat");
            return text[(text.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return [];
        }
    }
}
