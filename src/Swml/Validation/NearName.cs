namespace Orchestrator.Swml.Validation;

/// <summary>Guesses which known name was meant: one that two letters inserted, left out or changed make of it.</summary>
internal static class NearName
{
    private const int MaxDistance = 2;

    public static string? Of(string written, IEnumerable<string> known) =>
        known
            .Select(name => (name, distance: Distance(written, name)))
            .Where(candidate => candidate.distance <= MaxDistance && candidate.distance < candidate.name.Length)
            .OrderBy(candidate => candidate.distance)
            .ThenBy(candidate => candidate.name, StringComparer.Ordinal)
            .Select(candidate => candidate.name)
            .FirstOrDefault();

    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > MaxDistance) return int.MaxValue;

        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        var current = new int[right.Length + 1];
        for (var row = 1; row <= left.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var change = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                current[column] = Math.Min(change, 1 + Math.Min(previous[column], current[column - 1]));
            }

            (previous, current) = (current, previous);
        }

        return previous[right.Length];
    }
}
