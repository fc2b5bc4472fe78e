using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Swml.Tests;

/// <summary>What holds for any text at all.</summary>
public sealed class SwmlPropertyTests
{
    private static readonly string[] Fragments =
    [
        "{", "}", "[", "]", ":", ",", "\"", "'", "\\", "\\u", "\\ud800", "\n", "\t", " ", "  ", "- ", "? ", "&a ", "*a", "!x ", "!!int ", "<<", "|",
        ">", "#", "%", "%YAML 1.2\n", "---\n", "...\n", "~", "null", "true", ".inf", "0x1", "-1.5e3", "to", "connect", "serial", "sections",
        "main", "+15551230001", "sip:a@b", "${x}", "\0", "\u0085", "é", "😀", "@", "`", "\r",
    ];

    private static readonly string?[] Types = [null, "application/json", "application/yaml"];

    [Fact]
    public void Read_AnyBytes_NeverThrows() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes => Types.All(type => IsTold(bytes, type)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Fact]
    public void Read_AnyMixOfFragments_NeverThrows() =>
        Prop.ForAll(Texts(Fragments), text => Types.All(type => IsTold(Encoding.UTF8.GetBytes(text), type)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

    [Fact]
    public void Read_AnyDamageToAValidDocument_NeverThrows()
    {
        var documents = TestDocuments.NamesOf("valid").Select(name => SwmlJson.Write(TestDocuments.Read("valid", name).Node!)).ToArray();
        var damaged =
            from document in Gen.Elements(documents)
            from place in Gen.Choose(0, document.Length)
            from length in Gen.Choose(0, 5)
            from fragment in Gen.Elements(Fragments)
            select document[..place] + fragment + document[Math.Min(document.Length, place + length)..];

        Prop.ForAll(Arb.From(damaged), text => Types.All(type => IsTold(Encoding.UTF8.GetBytes(text), type)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(1000));
    }

    [Fact]
    public void Json_WrittenFromANode_ReadsBackAsTheSame() =>
        Prop.ForAll(Arb.From(Json(4)), json =>
        {
            var once = SwmlJson.Write(TestDocuments.Node(json, "application/json"));
            var twice = SwmlJson.Write(TestDocuments.Node(once, "application/json"));
            return once == json && twice == once;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Json_ReadAsYaml_IsTheSame() =>
        Prop.ForAll(Arb.From(Json(3)), json => SwmlJson.Write(TestDocuments.Node(json, "application/yaml")) == json)
            .QuickCheckThrowOnFailure();

    /// <summary>Either a document or errors, each with a place; and a document compiles or is refused, whatever it is.</summary>
    private static bool IsTold(byte[] utf8, string? contentType)
    {
        var result = SwmlValidator.Read(utf8, contentType);
        var isOneOfTwo = result.Node is null == result.Errors.Length > 0;
        if (SwmlParser.Parse(utf8, contentType).Node is { } node)
        {
            var compiled = ConnectCompiler.Compile(node, SwmlLimits.Default);
            var outcomes = (compiled.Plan is null ? 0 : 1) + (compiled.Errors.IsEmpty ? 0 : 1) + (compiled.Errors.IsEmpty && !compiled.Placeholders.IsEmpty ? 1 : 0);
            return isOneOfTwo && outcomes == 1;
        }

        return isOneOfTwo && result.Errors.All(error => error.Position is not null && error.Message.Length > 0);
    }

    private static Arbitrary<string> Texts(string[] fragments) =>
        Arb.From(Gen.Elements(fragments).ListOf().Select(parts => string.Concat(parts)));

    /// <summary>Compact JSON text: at most so many levels, each name once.</summary>
    private static Gen<string> Json(int levels)
    {
        var text = Gen.Elements("\"\"", "\"a\"", "\"é漢\"", "\"a\\nb\\\"\\\\\"", "\"+1\"", "\"true\"", "\"${x}\"", "\" : # \"");
        var number = Gen.Choose(-1000, 1000).Select(value => value.ToString(CultureInfo.InvariantCulture));
        var leaf = Gen.OneOf(text, number, Gen.Elements("null", "true", "false", "0.5", "-1.25e+10"));
        if (levels == 0) return leaf;

        var items = Json(levels - 1).ListOf();
        var list = items.Select(values => $"[{string.Join(',', values.Take(4))}]");
        var members = items.Select(values => $"{{{string.Join(',', values.Take(4).Select((value, index) => $"\"k{index}\":{value}"))}}}");
        return Gen.OneOf(leaf, list, members);
    }
}
