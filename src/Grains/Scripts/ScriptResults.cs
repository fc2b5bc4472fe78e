using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Grains.Scripts;

/// <summary>What the methods leave behind in the variables.</summary>
internal static class ScriptResults
{
    public static ScriptMemory Set(ScriptMemory memory, string name, string value) => Set(memory, name, JsonValues.Text(value));

    public static ScriptMemory Set(ScriptMemory memory, string name, JsonElement value) =>
        memory with { Vars = memory.Vars.SetItem(name, value) };

    public static ScriptMemory Connect(ScriptMemory memory, ConnectEnded ended)
    {
        var result = ended.FailedReason is null ? "connected" : "failed";
        memory = Set(Set(memory, "connect_result", result), "return_value", result);
        return ended.FailedReason is { } reason
            ? Set(memory, "connect_failed_reason", SnakeCase.Of(reason))
            : memory with { Vars = memory.Vars.Remove("connect_failed_reason") };
    }

    /// <param name="terminator">The digit that ended the input; null: none did.</param>
    public static ScriptMemory Prompt(ScriptMemory memory, string result, string digits, char? terminator)
    {
        memory = Set(Set(Set(memory, "prompt_result", result), "prompt_value", digits), "prompt_value_raw", digits);
        return Set(memory, "prompt_digit_terminator", terminator?.ToString() ?? "");
    }

    public static ScriptMemory Queue(ScriptMemory memory, QueueLeft left) =>
        Set(Set(memory, "queue_result", left.Result), "wait_time", JsonValues.Number((long)left.Waited.TotalSeconds));

    public static ScriptMemory Request(ScriptMemory memory, SendRequest wish, RequestDone? done)
    {
        var result = done is { Status: >= 200 and < 300 } ? "success" : "failed";
        var old = memory.Vars.Keys.Where(name => name.StartsWith("request_response", StringComparison.Ordinal));
        memory = memory with { Vars = memory.Vars.RemoveRange(old) };
        memory = Set(Set(Set(memory, "request_url", wish.Request.Url.Reveal()), "request_result", result), "return_value", result);
        if (done is null) return memory;

        var body = Kept(done.Body);
        memory = Set(memory, "request_response_code", JsonValues.Number(done.Status));
        memory = Set(memory, "request_response_headers", JsonValues.Object(Headers(done)));
        memory = Set(memory, "request_response_body", body);
        return wish.Request.SaveVariables && Parsed(body) is { } saved ? Set(memory, "request_response", saved) : memory;
    }

    public static bool IsTooLarge(ImmutableSortedDictionary<string, JsonElement> vars) =>
        vars.Sum(pair => (long)pair.Key.Length + pair.Value.GetRawText().Length) > ScriptLimits.MaxVariables;

    /// <summary>As much as is kept; never half a character.</summary>
    private static string Kept(string body)
    {
        var most = ScriptLimits.MaxResponseBody;
        return body.Length <= most ? body : body[..(char.IsHighSurrogate(body[most - 1]) ? most - 1 : most)];
    }

    /// <summary>Header names are told in lower case; of two alike the first counts.</summary>
    private static IEnumerable<KeyValuePair<string, JsonElement>> Headers(RequestDone done) => done.Headers
        .Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), JsonValues.Text(header.Value)))
        .DistinctBy(header => header.Key)
        .Take(ScriptLimits.MaxResponseHeaders);

    private static JsonElement? Parsed(string body)
    {
        try
        {
            return JsonValues.Canonical(JsonElement.Parse(body));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            // No JSON, nested too deep, or half a character in it.
            return null;
        }
    }
}
