using System.Runtime.CompilerServices;

namespace Orchestrator.Deploy.Tests.Support;

/// <summary>The checkout whose <c>deploy/</c> these tests speak about.</summary>
internal static class Checkout
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../../.."));

    public static string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    public static string Text(params ReadOnlySpan<string> parts) => File.ReadAllText(At(parts));

    /// <summary>Files below a folder of <c>deploy/</c>, by their path from there.</summary>
    public static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(At("deploy", folder), pattern, SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(At("deploy"), file)).Order(StringComparer.Ordinal);

    /// <summary>KEY=VALUE lines of a file in <c>deploy/config</c>.</summary>
    public static Dictionary<string, string> Environment(string file) =>
        File.ReadLines(At("deploy", "config", file))
            .Where(line => line.Length > 0 && !line.StartsWith('#'))
            .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    private static string Here([CallerFilePath] string file = "") => Path.GetDirectoryName(file)!;
}
