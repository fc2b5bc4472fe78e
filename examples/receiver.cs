#:sdk Microsoft.NET.Sdk.Web
#:property PublishAot=false

// A receiver of webhooks: checks that every one is genuine and in order, prints a line each, and tells at GET /log what came.
//   dotnet run examples/receiver.cs -- --port 9099 [--key BASE64]
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;

const string developmentKey = "ZGV2ZWxvcG1lbnQtc2lnbmluZy1rZXkh";

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.ClearProviders();
var port = builder.Configuration["port"] ?? "9099";
var receipts = new Receipts(builder.Configuration["key"] ?? developmentKey, TimeProvider.System);
builder.WebHost.UseUrls($"http://127.0.0.1:{port}");

var app = builder.Build();
app.MapGet("/log", () => Results.Text(receipts.ToJson(), "application/json"));
app.MapPost("/{**path}", async (HttpRequest request) =>
{
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body);
    Console.WriteLine(receipts.Take(request, body.ToArray()));
    return Results.NoContent();
});
Console.WriteLine($"Receiving on http://127.0.0.1:{port}/, log at http://127.0.0.1:{port}/log");
await app.RunAsync();

/// <summary>One webhook as it came.</summary>
/// <param name="Target">Path and query.</param>
/// <param name="Signatures"><c>valid</c>, or which of them are not.</param>
/// <param name="Order"><c>ok</c>, <c>repeated</c> (same id as before), or <c>stale</c>: behind a later one of its lane.</param>
record Receipt(
    string Target, string Event, string CallId, string State, long Sequence, int Attempt, string Signatures, string Order, string? Basic, string Id);

/// <summary>All webhooks that came. A lane is a URL and what it tells about: within it the sequence only grows.</summary>
sealed class Receipts(string key, TimeProvider clock)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lock _gate = new();
    private readonly List<Receipt> _all = [];
    private readonly HashSet<string> _ids = [];
    private readonly Dictionary<(string, string, string), long> _lanes = [];

    public string Take(HttpRequest request, byte[] body)
    {
        using var json = JsonDocument.Parse(body);
        var parameters = json.RootElement.GetProperty("params");
        var (name, callId) = (json.RootElement.GetProperty("event_type").GetString()!, parameters.GetProperty("call_id").GetString()!);
        var state = parameters.TryGetProperty("call_state", out var call) ? call : parameters.GetProperty("connect_state");
        var target = Target(request);
        var sequence = long.Parse(request.Headers["X-Webhook-Sequence"]!, CultureInfo.InvariantCulture);
        var id = request.Headers["webhook-id"].ToString();
        lock (_gate)
        {
            var receipt = new Receipt(
                target, name, callId, state.GetString()!, sequence, int.Parse(request.Headers["X-Webhook-Attempt"]!, CultureInfo.InvariantCulture),
                Signatures(request, body, id), Order((target, name, callId), sequence, id), Basic(request), id);
            _all.Add(receipt);
            return $"{receipt.CallId}  {sequence,2}  {name} {receipt.State,-12}  signatures {receipt.Signatures}, order {receipt.Order}  {target}";
        }
    }

    /// <summary>An array, a line each.</summary>
    public string ToJson()
    {
        lock (_gate) return $"[\n{string.Join(",\n", _all.Select(receipt => JsonSerializer.Serialize(receipt, Json)))}\n]\n";
    }

    private string Order((string, string, string) lane, long sequence, string id)
    {
        if (!_ids.Add(id)) return "repeated";
        var isLater = sequence > _lanes.GetValueOrDefault(lane);
        if (isLater) _lanes[lane] = sequence;
        return isLater ? "ok" : "stale";
    }

    /// <summary>Standard Webhooks signs id, time and body with the key's bytes; SignalWire URL and body with the key's text.</summary>
    private string Signatures(HttpRequest request, byte[] body, string id)
    {
        var sent = request.Headers["webhook-timestamp"].ToString();
        var (bytes, text) = (Convert.FromBase64String(key), Encoding.UTF8.GetBytes(key));
        byte[] timed = [.. Encoding.UTF8.GetBytes($"{id}.{sent}."), .. body];
        byte[] addressed = [.. Encoding.UTF8.GetBytes($"http://{request.Host}{Target(request)}"), .. body];
        var age = clock.GetUtcNow().ToUnixTimeSeconds() - long.Parse(sent, CultureInfo.InvariantCulture);
        (string Header, string Expected)[] all =
        [
            ("webhook-signature", "v1," + Convert.ToBase64String(HMACSHA256.HashData(bytes, timed))),
            ("X-SignalWire-Signature", Convert.ToHexStringLower(HMACSHA1.HashData(text, addressed))),
            ("X-SignalWire-SHA256-Signature", Convert.ToHexStringLower(HMACSHA256.HashData(text, addressed))),
        ];
        var wrong = all.Where(one => !IsSame(request.Headers[one.Header].ToString(), one.Expected)).Select(one => one.Header).ToList();
        if (Math.Abs(age) > 300) wrong.Add("webhook-timestamp");
        return wrong.Count == 0 ? "valid" : $"WRONG ({string.Join(", ", wrong)})";
    }

    /// <summary>Path and query byte for byte: they are signed as they are configured.</summary>
    private static string Target(HttpRequest request) => request.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;

    private static bool IsSame(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    private static string? Basic(HttpRequest request) => request.Headers.Authorization.ToString() is ['B', 'a', 's', 'i', 'c', ' ', .. var encoded]
        ? Encoding.UTF8.GetString(Convert.FromBase64String(encoded))
        : null;
}
