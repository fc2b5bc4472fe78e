using System.Text;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>Bodies that are too large, broken, or meant to hurt.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class BodyTests(ServiceFixture service)
{
    private const int Limit = 256 * 1024;
    private const int TenMegabytes = 10 * 1024 * 1024;
    private readonly Api _api = service.Api("bodies");

    /// <summary>Texts that are cheap to send; reading them must be cheap too.</summary>
    public static TheoryData<string, string, string> Hostile => new()
    {
        { "open lists", "application/json", Repeat("[", Limit) },
        { "open objects", "application/json", Repeat("{\"a\":", Limit) },
        { "open lists", "application/yaml", Repeat("[", Limit) },
        { "open objects", "application/yaml", Repeat("{", Limit) },
        { "nested dashes", "application/yaml", Repeat("- ", Limit) },
        { "complex names", "application/yaml", Repeat("? ", Limit) },
        { "anchors", "application/yaml", Repeat("&a ", Limit) },
        { "tags", "application/yaml", Repeat("!", Limit) },
        { "directives", "application/yaml", Repeat("%", Limit) },
        { "quotes", "application/yaml", Repeat("'", Limit - 1) },
        { "documents", "application/yaml", Repeat("---\n", Limit) },
        { "empty lists", "application/yaml", "[" + Repeat("[],", Limit - 2) + "]" },
        { "unknown members", "application/json", "{" + string.Join(',', Enumerable.Range(0, 20_000).Select(index => $"\"k{index}\":1")) + "}" },
        { "unknown names", "application/yaml", string.Concat(Enumerable.Range(0, 20_000).Select(index => $"k{index}: 1\n")) },
        { "same name", "application/json", "{" + string.Join(',', Enumerable.Repeat("\"a\":1", 40_000)) + "}" },
        { "long number", "application/json", Api.Body($$"""{ "to": "+15550100001", "timeout": {{Repeat("9", 200_000)}} }""") },
        { "long address", "application/json", Api.Body($$"""{ "to": "sip:{{Repeat("a.", 200_000)}}@x" }""") },
        { "bomb", "application/yaml", Bomb() },
    };

    public static TheoryData<string, byte[]> Broken => new()
    {
        { "empty", [] },
        { "only spaces", " \r\n\t "u8.ToArray() },
        { "no UTF-8", [.. "{\"call\":\""u8, 0xC3, 0x28, .. "\"}"u8] },
        { "overlong UTF-8", [.. "{\"call\":\""u8, 0xC0, 0xAF, .. "\"}"u8] },
        { "UTF-16", Encoding.Unicode.GetBytes("{}") },
        { "a byte order mark", [0xEF, 0xBB, 0xBF, .. "{}"u8] },
        { "NUL bytes", new byte[100] },
        { "half an object", "{\"call\":"u8.ToArray() },
        { "half a surrogate pair", "{\"call\":\"\\ud800\"}"u8.ToArray() },
    };

    [Theory]
    [InlineData("/api/v1/connects")]
    [InlineData("/api/v1/swml/validate")]
    public async Task Body_AnnouncedTooLong_IsRefusedUnread(string path)
    {
        var answer = await RawExchange.Send(Address, Head(path, $"Content-Length: {TenMegabytes}"), [new byte[1024]]);

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("Connection: close", answer, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("/api/v1/connects")]
    [InlineData("/api/v1/swml/validate")]
    public async Task Body_WithoutLength_IsRefusedAsSoonAsItIsTooLong(string path)
    {
        // One byte more than is taken, and then silence: an answer can only come if nobody waits for the end.
        var answer = await RawExchange.Send(Address, Head(path, "Transfer-Encoding: chunked"), [Chunk(Limit), Chunk(1)]);

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_AtTheLimit_IsRead()
    {
        var body = Api.Body("""{ "to": "sip:busy@sim;status=486;after=0" }""").PadRight(Limit);

        var whole = await _api.Post("/api/v1/connects", body);
        var larger = await _api.Post("/api/v1/connects", body + " ");

        Assert.Equal(202, whole.Status);
        Assert.Equal((413, "body_too_large"), (larger.Status, larger.Code));
    }

    [Fact]
    public async Task Bodies_TooLong_LeaveNoMemoryBehind()
    {
        await Flood(6);
        var before = service.Service.Resident();

        await Flood(20);

        var grown = service.Service.Resident() - before;
        Assert.True(grown < 20 * 1024, $"20 refused bodies of 10 MiB grew the service by {grown} KiB.");
        Assert.Equal(200, (await new Api(service.Anonymous).Get("/health/ready")).Status);
    }

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Body_Hostile_IsRefusedQuicklyAndInFewWords(string what, string contentType, string body)
    {
        foreach (var path in new[] { "/api/v1/connects", "/api/v1/swml/validate" })
        {
            var began = TimeProvider.System.GetTimestamp();
            var answer = await _api.Post(path, body, contentType);
            var took = TimeProvider.System.GetElapsedTime(began);

            Assert.True(answer.Status == (path.EndsWith("validate", StringComparison.Ordinal) ? 200 : 422), $"{what}: {answer.Status}");
            Assert.NotEmpty(answer.Errors);
            Assert.True(answer.Errors.Count <= 1000, $"{what}: {answer.Errors.Count} errors");
            Assert.True(answer.Text.Length <= 4 * Limit, $"{what}: an answer of {answer.Text.Length} characters");
            Assert.True(took < TimeSpan.FromSeconds(5), $"{what}: took {took}");
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public async Task Body_Broken_IsAParseErrorWithItsPlace(string what, byte[] body)
    {
        var start = await _api.Post("/api/v1/connects", body, "application/json");
        var validate = await _api.Post("/api/v1/swml/validate", body, "application/json");

        Assert.True(start.Status == 422, $"{what}: {start}");
        Assert.Equal("request_parse_error", start.Json["errors"]![0]!["code"]!.GetValue<string>());
        Assert.Equal("relay_script_parse_error", validate.Json["errors"]![0]!["code"]!.GetValue<string>());
        Assert.True(start.Json["errors"]![0]!["line"]!.GetValue<int>() >= 1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("garbage/;;;=,")]
    public async Task ContentType_AnyButYaml_LetsTheTextDecide(string? contentType)
    {
        var answer = await _api.Post("/api/v1/connects", Api.Body("""{ "to": "sip:busy@sim;status=486;after=0" }"""), contentType);

        Assert.True(answer.Status == 202, answer.ToString());
    }

    [Theory]
    [InlineData("application/yaml")]
    [InlineData("text/yaml; charset=utf-8")]
    [InlineData(null)]
    public async Task Body_Yaml_IsTaken(string? contentType)
    {
        const string body = """
            # a caller, and two to be tried
            call: {from: "+15550100001", to: "sip:desk@sim", answered: true}
            connect:
              serial:
                - to: sip:busy@sim;status=486;after=0
                - to: "+15550100486"
                  timeout: 5
            """;

        var answer = await _api.Post("/api/v1/connects", body, contentType);

        Assert.True(answer.Status == 202, answer.ToString());
        var view = await _api.UntilComplete(answer.Json["id"]!.GetValue<string>());
        Assert.Equal(["sip:busy@sim;status=486;after=0", "+15550100486"], view["legs"]!.AsArray().Select(leg => leg!["to"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{ "connect": { "to": "+15550100001" } }""", "request_parameter_missing")]
    [InlineData("""{ "call": { "from": "+15550100001", "to": "+15550100002" } }""", "request_parameter_missing")]
    [InlineData("""{ "call_id": "x", "connect": { "to": "+15550100001" } }""", "request_parameter_invalid_value /call_id")]
    [InlineData("""{ "call_id": null, "connect": { "to": "+15550100001" } }""", "request_parameter_invalid_value /call_id")]
    [InlineData("""{ "call": 5, "connect": { "to": "+15550100001" } }""", "request_parameter_invalid_value /call")]
    [InlineData("""{ "call": {}, "connect": { "to": "+15550100001" } }""", "request_parameter_missing /call,request_parameter_missing /call")]
    [InlineData("""{ "call": { "from": "anonymous", "to": "+1\r\n5" }, "connect": { "to": "+15550100001" } }""", "request_parameter_invalid_value /call/from,request_parameter_invalid_value /call/to")]
    [InlineData("""{ "call": { "from": "+15550100001", "to": "sip:x@y", "answered": 1, "hangup_after": 1.5, "a/b": 1 }, "connect": { "to": "+15550100001" } }""", "request_parameter_invalid_value /call/answered,request_parameter_invalid_value /call/hangup_after,request_parameter_undefined /call/a~1b")]
    [InlineData("""{ "call": { "from": "+15550100001", "to": "sip:x@y", "hangup_after": -1 }, "conect": 1, "connect": { "to": "+1" } }""", "request_parameter_invalid_value /call/hangup_after,request_parameter_undefined /conect,relay_script_method_parameter_invalid_value /connect/to")]
    [InlineData("[]", "request_parameter_invalid_value")]
    [InlineData("null", "request_parameter_invalid_value")]
    public async Task Envelope_Wrong_TellsAllItsErrors(string body, string expected)
    {
        var answer = await _api.Post("/api/v1/connects", body);

        Assert.Equal(422, answer.Status);
        Assert.Equal(expected.Split(','), answer.Errors);
    }

    private Uri Address => service.Anonymous.BaseAddress!;

    private string Head(string path, string framing) =>
        $"POST {path} HTTP/1.1\r\nHost: {Address.Authority}\r\nAuthorization: {_api.Http.DefaultRequestHeaders.Authorization}\r\n{framing}\r\n\r\n";

    private async Task Flood(int requests)
    {
        for (var request = 0; request < requests; request++)
        {
            var isChunked = request % 2 == 1;
            var head = Head("/api/v1/connects", isChunked ? "Transfer-Encoding: chunked" : $"Content-Length: {TenMegabytes}");
            var part = isChunked ? Chunk(64 * 1024) : new byte[64 * 1024];
            var body = Enumerable.Repeat(part, TenMegabytes / (64 * 1024)).Append(isChunked ? "0\r\n\r\n"u8.ToArray() : []);
            var answer = await RawExchange.Send(Address, head, body, untilClosed: true);
            Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
            Assert.Contains("body_too_large", answer, StringComparison.Ordinal);
        }
    }

    private static byte[] Chunk(int size) => [.. Encoding.ASCII.GetBytes($"{size:x}\r\n"), .. new byte[size], .. "\r\n"u8];

    private static string Repeat(string text, int length) => string.Concat(Enumerable.Repeat(text, length / text.Length));

    /// <summary>A thousand million laughs.</summary>
    private static string Bomb() =>
        "a0: &a0 [lol]\n" + string.Concat(Enumerable.Range(1, 30).Select(level => $"a{level}: &a{level} [{string.Join(',', Enumerable.Repeat($"*a{level - 1}", 10))}]\n"));
}
