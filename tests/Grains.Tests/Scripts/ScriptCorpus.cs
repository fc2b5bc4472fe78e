using Orchestrator.Grains.Scripts;

namespace Orchestrator.Grains.Tests.Scripts;

/// <summary>The scripts of testdata: a document, what it meets (<c>.world</c>), and what it should do (<c>.trace</c>).</summary>
internal static class ScriptCorpus
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "Scripts", "testdata");

    public static TheoryData<string> Names => [.. All];

    public static IEnumerable<string> All => System.IO.Directory.EnumerateFiles(Root)
        .Where(file => Path.GetExtension(file) is ".json" or ".yaml")
        .Select(file => Path.GetFileName(file))
        .Order(StringComparer.Ordinal);

    public static string Text(string name) => File.ReadAllText(Path.Combine(Root, name));

    public static ScriptWorld World(string name)
    {
        var file = Path.ChangeExtension(Path.Combine(Root, name), ".world");
        return new ScriptWorld(File.Exists(file) ? File.ReadAllLines(file) : []);
    }

    public static ScriptSource Source(string name) => World(name).StartUrl is { } url ? ScriptSource.At(url) : ScriptSource.Inline(Text(name));

    public static string Expected(string name) => File.Exists(TraceOf(Root, name)) ? File.ReadAllText(TraceOf(Root, name)) : "";

    /// <summary>Takes over what a script did as what it should do; to be read before it is committed.</summary>
    public static void Accept(string name, string trace) =>
        File.WriteAllText(TraceOf(Environment.GetEnvironmentVariable("ACCEPT_TRACES")!, name), trace);

    private static string TraceOf(string root, string name) => Path.ChangeExtension(Path.Combine(root, name), ".trace");
}
