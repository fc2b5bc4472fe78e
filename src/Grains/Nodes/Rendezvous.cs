using System.IO.Hashing;
using System.Text;

namespace Orchestrator.Grains.Nodes;

/// <summary>
/// Highest-random-weight hashing: everybody who knows the same candidates puts them in the same order for the same name; when one
/// comes or goes, only the names that were or will be its own move.
/// </summary>
internal static class Rendezvous
{
    public static IEnumerable<T> Order<T>(string name, IEnumerable<T> candidates)
        where T : notnull => candidates.OrderByDescending(candidate => Weight(name, candidate.ToString()!));

    private static ulong Weight(string name, string candidate) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes($"{name}\n{candidate}"));
}
