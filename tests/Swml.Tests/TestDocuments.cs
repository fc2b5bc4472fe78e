using System.Text;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Swml.Tests;

/// <summary>The documents of testdata, and short ways to read one from a literal.</summary>
internal static class TestDocuments
{
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "testdata", "swml");

    /// <summary>File names of a folder, the expectations aside.</summary>
    public static IEnumerable<string> NamesOf(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder))
            .Select(file => Path.GetFileName(file))
            .Where(name => Path.GetExtension(name) is ".json" or ".yaml")
            .Order(StringComparer.Ordinal);

    public static TheoryData<string> Names(string folder) => [.. NamesOf(folder)];

    public static SwmlParseResult Read(string folder, string name) => SwmlValidator.Read(File.ReadAllBytes(Path.Combine(Root, folder, name)), TypeOf(name));

    public static string Expected(string folder, string name) => File.ReadAllText(Path.ChangeExtension(Path.Combine(Root, folder, name), ".expected"));

    public static SwmlParseResult Parse(string text, string? contentType = null, SwmlLimits? limits = null) =>
        SwmlParser.Parse(Encoding.UTF8.GetBytes(text), contentType, limits);

    public static SwmlNode Node(string text, string? contentType = null)
    {
        var result = Parse(text, contentType);
        Assert.True(result.Node is not null, string.Join('\n', result.Errors));
        return result.Node;
    }

    /// <summary>Compiles a connect object; for brevity it may be written with single quotes.</summary>
    public static CompiledConnect Compile(string connect, SwmlLimits? limits = null) =>
        ConnectCompiler.Compile(Node(connect.Replace('\'', '"'), "application/json"), limits ?? SwmlLimits.Default);

    /// <summary>The first connect of a document, searched through its first section.</summary>
    public static SwmlNode ConnectOf(SwmlNode document)
    {
        var main = (ListNode)((ObjectNode)((ObjectNode)document)["sections"]!)["main"]!;
        return main.Items.OfType<ObjectNode>().Select(step => step["connect"]).First(connect => connect is not null)!;
    }

    private static string TypeOf(string name) => Path.GetExtension(name) == ".yaml" ? "application/yaml" : "application/json";
}
