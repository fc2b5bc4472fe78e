using System.Text;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Swml.Tests;

public sealed class SwmlParserTests
{
    [Theory]
    [InlineData("application/json", "{\"a\": 1}", true)]
    [InlineData("application/json; charset=utf-8", "a: 1", false)]
    [InlineData("APPLICATION/YAML", "a: 1", true)]
    [InlineData("text/x-yaml", "{a: 1}", true)]
    [InlineData("application/x-yaml", "a: 1", true)]
    [InlineData("text/yaml", "a: 1", true)]
    [InlineData(null, "a: 1", true)]
    [InlineData(null, " \n{\"a\":\t1}", true)]
    [InlineData("text/plain", "{a: 1}", false)]
    [InlineData("nonsense", "a: 1", true)]
    public void Parse_ByContentType_ReadsTheFormat(string? contentType, string text, bool isRead)
    {
        var result = TestDocuments.Parse(text, contentType);

        Assert.Equal(isRead, result.Node is not null);
        if (isRead) Assert.Equal("{\"a\":1}", SwmlJson.Write(result.Node!));
        else Assert.Equal(ErrorCodes.ParseError, Assert.Single(result.Errors).Code);
    }

    [Theory]
    [InlineData("~", "null")]
    [InlineData("Null", "null")]
    [InlineData("", "null")]
    [InlineData("TRUE", "true")]
    [InlineData("False", "false")]
    [InlineData("yes", "\"yes\"")]
    [InlineData("tRue", "\"tRue\"")]
    [InlineData("'true'", "\"true\"")]
    [InlineData("\"12\"", "\"12\"")]
    [InlineData("012", "12")]
    [InlineData("+12", "12")]
    [InlineData("-0", "-0")]
    [InlineData("0o17", "15")]
    [InlineData("0xFF", "255")]
    [InlineData("0xFFFFFFFFFFFFFFFF", "18446744073709551615")]
    [InlineData(".5", "0.5")]
    [InlineData("-1.", "-1")]
    [InlineData("1.50e+3", "1.50e+3")]
    [InlineData("1_000", "\"1_000\"")]
    [InlineData("1.0.0", "\"1.0.0\"")]
    [InlineData("12:30:45", "\"12:30:45\"")]
    [InlineData("2001-01-01", "\"2001-01-01\"")]
    [InlineData("!!str 12", "\"12\"")]
    [InlineData("! 12", "\"12\"")]
    [InlineData("!!int \"12\"", "12")]
    [InlineData("!!float \"1.5\"", "1.5")]
    [InlineData("!!bool 'true'", "true")]
    [InlineData("!!null ''", "null")]
    [InlineData("|\n  two\n  lines\n", "\"two\\nlines\\n\"")]
    [InlineData(">\n  one\n  line\n", "\"one line\\n\"")]
    [InlineData("!!seq [a]", "[\"a\"]")]
    [InlineData("!!map {a: b}", "{\"a\":\"b\"}")]
    public void YamlScalar_ByCoreSchema_IsTheJsonValue(string yaml, string json)
    {
        var root = (ObjectNode)TestDocuments.Node($"v: {yaml}", "text/yaml");

        Assert.Equal(json, SwmlJson.Write(root["v"]!));
    }

    [Theory]
    [InlineData("0x1FFFFFFFFFFFFFFFF")]
    [InlineData("-.inf")]
    [InlineData(".NaN")]
    [InlineData("!!int 1.5")]
    [InlineData("!!bool 1")]
    [InlineData("!!binary aGk=")]
    [InlineData("\"\\ud800\"")]
    [InlineData("*nowhere")]
    public void YamlScalar_OutsideTheCoreSchema_IsAParseError(string yaml)
    {
        var result = TestDocuments.Parse($"v: {yaml}", "text/yaml");

        Assert.Null(result.Node);
        Assert.Equal(ErrorCodes.ParseError, Assert.Single(result.Errors).Code);
    }

    [Theory]
    [InlineData("application/json", "{\n  \"é😀\": [1,\n    \"x\"]}")]
    [InlineData("text/yaml", "{\n  \"é😀\": [1,\n    \"x\"]}")]
    public void Nodes_OfEitherFormat_KnowTheirPlace(string contentType, string text)
    {
        var root = (ObjectNode)TestDocuments.Node(text, contentType);

        var member = Assert.Single(root.Members);
        Assert.Equal(new SourcePosition(2, 3), member.NamePosition);
        Assert.Equal(new SourcePosition(2, 10), member.Value.Position);
        var item = ((ListNode)member.Value).Items[1];
        Assert.Equal(new SourcePosition(3, 5), item.Position);
        Assert.Equal("/é😀/1", item.Pointer);
    }

    [Fact]
    public void Pointer_NameWithSlashAndTilde_IsEscaped()
    {
        var root = (ObjectNode)TestDocuments.Node("{\"a/b~c\": {\"\": 1}}");

        Assert.Equal("/a~1b~0c/", ((ObjectNode)root["a/b~c"]!)[""]!.Pointer);
    }

    [Fact]
    public void Parse_SeveralDuplicates_ReportsEachAndGivesNoNode()
    {
        var result = TestDocuments.Parse("{\"a\":1,\"a\":2,\"b\":{\"c\":1,\"c\":1},\"a\":3}");

        Assert.Null(result.Node);
        Assert.Equal(["/a", "/b/c", "/a"], result.Errors.Select(error => error.Pointer));
        Assert.All(result.Errors, error => Assert.Equal(ErrorCodes.ElementDuplicated, error.Code));
    }

    [Fact]
    public void Parse_InvalidUtf8_NamesTheByte()
    {
        byte[] text = [.. "{\n \"é\": \""u8, 0xC3, (byte)'"', (byte)'}'];

        var error = Assert.Single(SwmlParser.Parse(text, null).Errors);

        Assert.Equal(ErrorCodes.ParseError, error.Code);
        Assert.Equal(new SourcePosition(2, 8), error.Position);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/yaml")]
    public void Parse_ByteOrderMark_IsRefused(string contentType)
    {
        var error = Assert.Single(TestDocuments.Parse("\uFEFF{}", contentType).Errors);

        Assert.Equal("At the document (line 1, column 1): found a byte order mark; expected UTF-8 text without one.", error.Message);
    }

    [Theory]
    [InlineData("{} {}", 4)]
    [InlineData("[1] 2", 5)]
    [InlineData("{\"a\":1}}", 8)]
    public void Json_TrailingContent_IsRefusedAtItsPlace(string text, int column)
    {
        var error = Assert.Single(TestDocuments.Parse(text, "application/json").Errors);

        Assert.Equal((ErrorCodes.ParseError, new SourcePosition(1, column)), (error.Code, error.Position!.Value));
    }

    [Fact]
    public void Json_Text_IsReadToTheLastEscape()
    {
        var text = Encoding.UTF8.GetString("""{"t":"a\u0000\n\ud83d\ude00\"/"}"""u8);

        Assert.Equal("a\0\n😀\"/", ((TextNode)((ObjectNode)TestDocuments.Node(text))["t"]!).Value);
    }

    [Fact]
    public void Json_CharacterBeyondTheBasicPlane_SurvivesWriting()
    {
        var written = SwmlJson.Write(TestDocuments.Node("[\"😀\"]"));

        Assert.Equal("😀", ((TextNode)((ListNode)TestDocuments.Node(written)).Items[0]).Value);
    }

    [Theory]
    [InlineData("60", 60L)]
    [InlineData("60.0", 60L)]
    [InlineData("6e1", 60L)]
    [InlineData("-0", 0L)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("9223372036854775808", null)]
    [InlineData("1.5", null)]
    [InlineData("1e400", null)]
    public void Number_Whole_IsExactOrNothing(string text, long? whole) => Assert.Equal(whole, ((NumberNode)TestDocuments.Node(text, "application/json")).Whole);
}
