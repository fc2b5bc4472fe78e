using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Swml.Tests;

/// <summary>The table of properties in docs/connect.md is the registry's.</summary>
public sealed partial class ConnectPageTests
{
    [Fact]
    public void Table_NamesEveryPropertyAtItsLevel()
    {
        var rows = File.ReadAllText(Path.Combine(Path.GetDirectoryName(Here())!, "../../docs/connect.md")).Split("## Its properties")[1].Split("\n## ")[0].Split('\n')
            .Where(line => line.StartsWith("| `", StringComparison.Ordinal)).Select(line => line.Split(" | "));

        var told = rows.SelectMany(row => Name().Matches(row[0]).Select(name => $"{name.Groups[1].Value} {row[1]}"));

        Assert.Equal(Registry().Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    /// <summary>The registry is nobody's business but the compiler's.</summary>
    private static IEnumerable<string> Registry()
    {
        var registry = typeof(ConnectCompiler).Assembly.GetType("Orchestrator.Swml.Validation.Rules.ConnectProperties", throwOnError: true)!;
        var rows = (Array)registry.GetField("Rows", BindingFlags.NonPublic | BindingFlags.Static)!.GetValue(null)!;
        return rows.Cast<object>().Select(row => $"{Get(row, "Name")} {LevelOf($"{Get(row, "Level")}")}");
    }

    private static object? Get(object row, string name) => row.GetType().GetProperty(name)!.GetValue(row);

    private static string LevelOf(string level) => level switch { "Both" => "T D", "Top" => "T", _ => "D" };

    private static string Here([CallerFilePath] string file = "") => file;

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Name();
}
