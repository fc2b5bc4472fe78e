using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>
/// Whatever is sent: it is done, or refused with what was found, where, and what was expected. Never a 500.
/// </summary>
[Collection(ServiceFixture.Collection)]
public sealed class WrongRequestTests(ServiceFixture service)
{
    private const string NoCall = "call_00000000000000000000000000000000";
    private const string Document = """{"sections":{"main":["answer",{"play":{"url":"silence:1"}}]}}""";

    private readonly Api _api = service.Api("wrong");

    /// <summary>Bodies that hold, which the tests spoil at one place each.</summary>
    public static TheoryData<string, string, string> Bodies => new()
    {
        { "POST", "/api/v1/connects", """{"call_id":"CALL","connect":{"serial":[{"to":"+15550100150","timeout":20,"headers":[{"name":"X-A","value":"b"}],"call_state_events":["ended"]}],"max_duration":60,"status_url":"https://a.example/s","result":[{"when":"true","then":["hangup"]}]}}""" },
        { "POST", "/api/v1/connects", """{"call":{"from":"+15550100001","to":"bad","answered":true,"hangup_after":10},"connect":{"to":"+15550100150"}}""" },
        { "POST", "/api/v1/swml/validate", """{"sections":{"main":[{"switch":{"variable":"a","case":{"1":["hangup"]}}},{"request":{"url":"https://a.example","method":"GET"}}]}}""" },
        { "PUT", "/api/v1/addresses/public/wrong", """{"swml":DOCUMENT}""" },
        { "PUT", "/api/v1/addresses/private/wrong", """{"url":"https://a.example/a","fallback_url":"https://b.example/b"}""" },
        { "PUT", "/api/v1/addresses/public/wrong", """{"subscriber":{"password":"hush"}}""" },
        { "PUT", "/api/v1/addresses/+15550107999", """{"to":"+15550100150"}""" },
        { "POST", "/api/v1/simulator/inbound", """{"from":"+15550100001","to":"/public/nobody","hangup_after":10}""" },
        { "POST", "/api/calling/calls", """{"command":"dial","params":{"from":"bad","to":"sip:b@sim","swml":DOCUMENT,"caller_id":"+15550100001","status_url":"https://a.example","status_events":["ended"],"timeout":10,"codecs":"PCMU","username":"a","password":"b","send_digits":"1w","custom_variables":{"a":1}}}""" },
        { "POST", "/api/calling/calls", """{"command":"dial","params":{"from":"bad","to":"sip:b@sim","url":"https://a.example","fallback_url":"https://b.example","url_method":"GET"}}""" },
        { "POST", "/api/calling/calls", """{"command":"update","params":{"id":"CALL","status":"canceled"}}""" },
        { "POST", "/api/calling/calls", """{"command":"update","params":{"id":"CALL","url":"https://a.example","fallback_url":"https://b.example"}}""" },
        { "POST", "/api/calling/calls", """{"command":"calling.end","id":"CALL","params":{"reason":"busy"}}""" },
        { "POST", "/api/calling/calls", """{"command":"calling.transfer","id":"CALL","params":{"dest":DOCUMENT}}""" },
        { "POST", "/api/calling/calls", """{"command":"calling.disconnect","id":"CALL","params":{}}""" },
        { "POST", "/api/calling/calls", """{"command":"calling.play","id":"CALL","params":{"control_id":"a","play":[{"type":"audio","params":{"url":"https://a.example"}},{"type":"tts","params":{"text":"x","language":"en"}},{"type":"silence","duration":1},{"type":"ringtone","params":{"name":"us","duration":1}}],"volume":1,"loop":2,"status_url":"https://a.example"}}""" },
        { "POST", "/api/calling/calls", """{"command":"calling.play.volume","id":"CALL","params":{"control_id":"a","volume":1}}""" },
        { "POST", "/api/calling/calls", """{"command":"calling.collect","id":"CALL","params":{"control_id":"a","digits":{"max":1,"terminators":"#","digit_timeout":1},"initial_timeout":1,"start_input_timers":true}}""" },
        { "POST", "/api/calling/calls", """{"command":"calling.refer","id":"CALL","params":{"control_id":"a","device":{"type":"sip","params":{"to":"sip:b@sim","username":"a","password":"b"}}}}""" },
        { "POST", "/api/calling/calls", """{"command":"calling.user_event","id":"CALL","params":{"event":{"a":1}}}""" },
    };

    /// <summary>JSON of every kind; each is wrong at most places.</summary>
    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "-1e999999999", "99999999999999999999999999", new string('9', 2000), "\"\"", "\"x\"", "\"\\u0000\"",
        "\"\\ud800\"", "\"${x}\"", "[]", "{}", "[null]", "[[1]]", """{"a":1,"a":2}""", $"\"{new string('x', 100_000)}\"", $"\"{Repeat("\u2028", 60_000)}\"",
        $"\"{Repeat("😀", 50_000)}\"", $"{new string('[', 40)}{new string(']', 40)}", $"[{Repeat("null,", 20_000)}null]",
    ];

    /// <summary>What is no JSON value, or not one alone; or one that no endpoint takes.</summary>
    private static readonly byte[][] Texts =
    [
        [], " \n"u8.ToArray(), "null"u8.ToArray(), "5"u8.ToArray(), "\"x\""u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(),
        "{}{}"u8.ToArray(), """{"a":1} x"""u8.ToArray(), """{"a":1,}"""u8.ToArray(), """{"a":NaN}"""u8.ToArray(), """{'a':1}"""u8.ToArray(), """{"a":01}"""u8.ToArray(),
        """{"":1}"""u8.ToArray(), "{\"a\":\"\u0001\"}"u8.ToArray(), [0], [0xff, 0xfe], [.. "{\"a\":\""u8, 0xc3, 0x28, .. "\"}"u8], [0xef, 0xbb, 0xbf, .. "{}"u8],
        "\0{}"u8.ToArray(), Encoding.Unicode.GetBytes("{}"), Bytes('[', 100_000), Bytes('{', 100_000), Encoding.UTF8.GetBytes(Repeat("{\"a\":", 50_000)),
        Encoding.UTF8.GetBytes(Repeat("- ", 50_000)), Encoding.UTF8.GetBytes(Repeat("&a *a ", 1000)), "a: !!python/object:os 1"u8.ToArray(), "%YAML 9.9\n---\n"u8.ToArray(),
        "--- {}\n--- {}\n"u8.ToArray(), Encoding.UTF8.GetBytes($"{{\"{new string('n', 5000)}\":1}}"),
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Member_OfAnyOtherKind_IsJudgedAndNeverABreakdown(string method, string path, string valid)
    {
        var faults = new List<string>();
        valid = valid.Replace("CALL", NoCall, StringComparison.Ordinal).Replace("DOCUMENT", Document, StringComparison.Ordinal);
        foreach (var place in Places(JsonNode.Parse(valid)!).ToList())
        {
            foreach (var value in Values)
                await Judge(method, path, Encoding.UTF8.GetBytes(Spoiled(valid, place, value)), "application/json", $"{string.Join('/', place)} = {Head(value)}", faults);
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(20)));
    }

    [Theory]
    [InlineData("POST", "/api/v1/connects")]
    [InlineData("POST", "/api/v1/swml/validate")]
    [InlineData("PUT", "/api/v1/addresses/public/wrong")]
    [InlineData("PUT", "/api/v1/addresses/+15550107998")]
    [InlineData("POST", "/api/v1/simulator/inbound")]
    [InlineData("POST", "/api/calling/calls")]
    public async Task Body_ThatIsNone_IsRefused(string method, string path)
    {
        var faults = new List<string>();
        foreach (var text in Texts)
        {
            foreach (var contentType in new[] { null, "application/json", "application/yaml", "application/xml", "application/json; charset=utf-16", "nonsense" })
            {
                var what = $"{contentType}: {Head(Encoding.Latin1.GetString(text))}";
                var status = await Judge(method, path, text, contentType, what, faults);
                if (status < 400 && !path.EndsWith("validate", StringComparison.Ordinal)) faults.Add($"{what}: taken");
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(20)));
    }

    [Theory]
    [InlineData("GET", "/api/v1/connects", "state", "address", "created_after", "created_before", "only", "limit", "cursor")]
    [InlineData("GET", "/api/v1/calls", "state", "address", "created_after", "created_before", "only", "limit", "cursor")]
    [InlineData("GET", "/api/v1/queues", "limit", "cursor")]
    [InlineData("GET", "/api/v1/webhooks/deliveries", "call_id", "connect_id", "url", "endpoint", "state", "outcome", "created_after", "created_before", "limit", "cursor")]
    [InlineData("GET", "/api/v1/webhooks/endpoints", "url")]
    [InlineData("POST", "/api/v1/webhooks/endpoints/ep_x/mute", "seconds")]
    [InlineData("POST", "/api/v1/webhooks/endpoints/ep_x/redeliver", "since")]
    [InlineData("GET", "/api/v1/connects/conn_00000000000000000000000000000000_1/events", "after")]
    public async Task Parameter_OfAnyText_IsJudgedAndNeverABreakdown(string method, string path, params string[] names)
    {
        string[] texts =
        [
            "", "%20", "x", "-1", "0", "1e9", "99999999999999999999", "%00", "%ff", "%zz", "%", "null", "[]", "a,b", "2026-13-41T99:99:99Z", "0001-01-01T00:00:00%2B14:00",
            "9999-12-31T23:59:59.9999999-14:00", "MXxoZWxsbw", "aHR0cDovLw", "http://[", "http://", "https://a.example:99999/", "%F0%9F%98%80", new('x', 5000), "1&NAME=2",
        ];
        var faults = new List<string>();
        foreach (var name in names.Append("nameless"))
        {
            foreach (var text in texts)
            {
                var query = $"{name}={text.Replace("NAME", name, StringComparison.Ordinal)}";
                await Judge(method, $"{path}?{query}", [], null, Head(query), faults);
            }
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(20)));
    }

    [Theory]
    [InlineData("/api/v1/connects/{0}")]
    [InlineData("/api/v1/connects/{0}/timeline")]
    [InlineData("/api/v1/connects/{0}/events")]
    [InlineData("/api/v1/calls/{0}")]
    [InlineData("/api/v1/calls/{0}/timeline")]
    [InlineData("/api/v1/queues/{0}")]
    [InlineData("/api/v1/queues/{0}/members")]
    [InlineData("/api/v1/webhooks/deliveries/{0}")]
    [InlineData("/api/v1/webhooks/endpoints/{0}")]
    [InlineData("/api/v1/addresses/{0}")]
    [InlineData("/api/v1/addresses/public/{0}")]
    public async Task Id_OfAnyText_IsNoneAndNeverABreakdown(string path)
    {
        string[] ids =
        [
            "x", "%20", "%ff", "%2e%2e", "..%2f", "%F0%9F%98%80", "call_", "conn_", "msg_", "msg__1", "ep_", "line_", $"{NoCall}_1", $"swml_{new string('0', 32)}",
            $"msg_{NoCall}_99999999999999999999", $"msg_swml_{new string('0', 32)}_1", $"conn_{new string('0', 32)}", $"conn_{new string('Z', 32)}_1", new('x', 3000), "+0", "+1555010799900000000000",
        ];
        var faults = new List<string>();
        foreach (var id in ids)
        {
            var where = string.Format(CultureInfo.InvariantCulture, path, id);
            if (await Judge("GET", where, [], null, Head(where), faults) is not (404 or 422)) faults.Add($"{where}: found");
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults.Take(20)));
    }

    private async Task<int> Judge(string method, string path, byte[] body, string? contentType, string what, List<string> faults)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = new ByteArrayContent(body) };
        if (contentType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        var answer = await _api.Send(request);
        if (Fault(answer) is { } fault) faults.Add($"{what}: {fault}: {Head(answer.ToString(), 600)}");
        return answer.Status;
    }

    private static string? Fault(Answer answer)
    {
        if (answer.Status >= 500) return "a breakdown";
        if (answer.Status != 422) return null;
        var errors = answer.Json["errors"]!.AsArray();
        if (errors.Count == 0) return "no errors";
        var isProblem = answer.Json["code"] is not null;
        return errors.Any(error => (isProblem ? new[] { "code", "message", "found", "expected" } : ["type", "code", "message"]).Any(name => ((string?)error![name] ?? "").Length == 0))
            || errors.Any(error => !((string)error!["message"]!).Contains("expected", StringComparison.Ordinal) && isProblem)
            ? "an error that does not say what was found or expected"
            : null;
    }

    /// <summary>The path of each value in a document, the whole of it first.</summary>
    private static IEnumerable<object[]> Places(JsonNode? node, params object[] here) =>
    [
        here,
        .. node switch
        {
            JsonObject parent => parent.SelectMany(member => Places(member.Value, [.. here, member.Key])),
            JsonArray list => list.SelectMany((item, index) => Places(item, [.. here, index])),
            _ => [],
        },
    ];

    /// <summary>Text for text: a value may be one that no reader of JSON here would keep as it is.</summary>
    private static string Spoiled(string valid, object[] place, string value)
    {
        const string mark = "\"~spoiled~\"";
        if (place.Length == 0) return value;
        var root = JsonNode.Parse(valid)!;
        var parent = place[..^1].Aggregate(root, (node, step) => (step is string name ? node[name] : node[(int)step])!);
        if (place[^1] is string last) parent[last] = "~spoiled~";
        else parent[(int)place[^1]] = "~spoiled~";
        return root.ToJsonString().Replace(mark, value, StringComparison.Ordinal);
    }

    private static string Head(string text, int most = 60) => text.Length <= most ? text : $"{text[..most]}… ({text.Length})";

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));

    private static byte[] Bytes(char of, int times) => Encoding.ASCII.GetBytes(new string(of, times));
}
