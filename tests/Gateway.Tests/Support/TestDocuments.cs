using System.Text;
using System.Text.Json;

namespace Orchestrator.Gateway.Tests.Support;

/// <summary>The SWML documents that the compiler is tested with, and their connect objects cut out as they are written.</summary>
internal static class TestDocuments
{
    private const string ConnectPointer = "/sections/main/0/connect";
    private const string YamlHead = "    - connect:\n";
    private static readonly string Root = Path.Combine(AppContext.BaseDirectory, "testdata", "swml");

    public static IEnumerable<string> NamesOf(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Root, folder))
            .Select(file => Path.GetFileName(file))
            .Where(name => Path.GetExtension(name) is ".json" or ".yaml")
            .Order(StringComparer.Ordinal);

    /// <summary>Those whose errors are all of the first step's connect.</summary>
    public static IEnumerable<string> InvalidConnects() =>
        NamesOf("invalid").Where(name => Lines("invalid", name).All(line => line.Contains($" {ConnectPointer}", StringComparison.Ordinal)));

    public static byte[] Bytes(string folder, string name) => File.ReadAllBytes(Path.Combine(Root, folder, name));

    public static string TypeOf(string name) => Path.GetExtension(name) == ".yaml" ? "application/yaml" : "application/json";

    /// <summary>What the file beside it says: a code and a pointer a line, or for a valid one its plan.</summary>
    public static IReadOnlyList<string> Lines(string folder, string name) =>
        File.ReadAllText(Path.ChangeExtension(Path.Combine(Root, folder, name), ".expected")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Pointers into a document, as pointers into the body of a start.</summary>
    public static string InBody(string line) => line.Replace(ConnectPointer, "/connect", StringComparison.Ordinal);

    /// <summary>The body of a start that holds the connect of a document, letter by letter.</summary>
    public static string StartBody(string folder, string name)
    {
        var bytes = Bytes(folder, name);
        return Path.GetExtension(name) == ".yaml" ? YamlBody(Encoding.UTF8.GetString(bytes)) : Api.Body(ConnectText(bytes));
    }

    /// <summary>Whether the connect of a document can be cut out: of a YAML document only when it stands as most people write it.</summary>
    public static bool HasConnect(string folder, string name) =>
        Path.GetExtension(name) == ".json" || Encoding.UTF8.GetString(Bytes(folder, name)).Contains(YamlHead, StringComparison.Ordinal);

    private static string YamlBody(string text) =>
        $"call: {Api.Caller}\nconnect:\n{text[(text.IndexOf(YamlHead, StringComparison.Ordinal) + YamlHead.Length)..]}";

    private static string ConnectText(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || !reader.ValueTextEquals("connect")) continue;
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            return Encoding.UTF8.GetString(json.AsSpan(start..(int)reader.BytesConsumed));
        }

        throw new InvalidOperationException("No connect is found in this JSON.");
    }
}
