using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Outbound;
using Orchestrator.Swml.Expressions;
using Orchestrator.Swml.Methods;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Scripts;

/// <summary>The requests of scripts: documents, which are asked for signed, and those of the method <c>request</c>.</summary>
public sealed class ScriptHttp(OutboundClient outbound, SigningKeyRing keys, TimeProvider time)
{
    private const string UserAgent = "Orchestrator-SWML/1";
    private const int LongestDocument = 256 * 1024;
    private const int LongestBody = 64 * 1024 * 4; // characters of up to four bytes

    private static readonly OutboundLimits OfDocument = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10), LongestDocument + 1) { WithHeaders = true };

    /// <summary>A document; when the first URL gives none that can be run, the second one may.</summary>
    public async Task<FetchedDocument> Fetch(FetchDocument wish, ScriptRecord script)
    {
        var scopes = script.State.Memory.Scopes;
        var ask = wish.ByGet ? new Asking(HttpMethod.Get, [], QueryOf(scopes)) : new Asking(HttpMethod.Post, BodyOf(wish, scopes), Query: null);
        var first = await Ask(wish.Url, ask, script.ProjectId);
        if (wish.FallbackUrl is not { } fallback)
            return first;
        if ((first.Text is { } text ? ScriptDocuments.Fault(script.State.Memory, text, first.ContentType) : first.Problem) is not { } fault)
            return first;
        var second = await Ask(fallback, ask, script.ProjectId);
        return second.Text is not null ? second : second with { Problem = $"{fault}; the fallback: {second.Problem}" };
    }

    public async Task<OutboundReply> Send(RequestMethod wish)
    {
        if (!OutboundUrl.TryCreate(wish.Url.Reveal(), out var target))
            return new OutboundReply(OutboundFailure.ProtocolError, null, TimeSpan.Zero, default, null, null);
        using var request = new HttpRequestMessage(new HttpMethod(wish.Verb), target.RequestUri);
        request.Headers.Authorization = target.Authorization;
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        if (wish.Body is { } body)
        {
            var isText = body.ValueKind is JsonValueKind.String;
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(JsonValues.ToText(body)));
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(isText ? "text/plain" : "application/json") { CharSet = "utf-8" };
        }

        foreach (var (name, value) in wish.Headers)
            Set(request, name, value);
        var time = wish.ConnectTimeout + wish.Timeout;
        return await outbound.Send(request, new OutboundLimits(time, time, LongestBody) { WithHeaders = true }, CancellationToken.None);
    }

    /// <summary>What became of a request that has no status, for people.</summary>
    public static string Words(OutboundReply reply) => SnakeCase.Of(reply.Failure ?? OutboundFailure.Internal).Replace('_', ' ');

    private async Task<FetchedDocument> Ask(CallbackUrl url, Asking ask, string projectId)
    {
        if (!OutboundUrl.TryCreate(url.Reveal(), out var target))
            return new(null, null, "its URL cannot be called");
        if (ask.Query is { } query)
            target = target.With(query);
        using var request = new HttpRequestMessage(ask.Method, target.RequestUri);
        if (ask.Query is null)
        {
            request.Content = new ByteArrayContent(ask.Body);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        request.Headers.Authorization = target.Authorization;
        request.Headers.TryAddWithoutValidation("User-Agent", UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "application/json, application/yaml, text/x-yaml");
        if (await keys.Current(projectId, CancellationToken.None) is { Count: > 0 } signing)
        {
            var signatures = WebhookSigner.Sign(signing, target.SignedUrl, "", time.GetUtcNow(), ask.Body);
            request.Headers.TryAddWithoutValidation("X-SignalWire-Signature", signatures.SignalWire);
            request.Headers.TryAddWithoutValidation("X-SignalWire-SHA256-Signature", signatures.SignalWireSha256);
        }

        return Read(await outbound.Send(request, OfDocument, CancellationToken.None));
    }

    private static FetchedDocument Read(OutboundReply reply) => reply switch
    {
        { Failure: not null } => new(null, null, Words(reply)),
        { Status: not (>= 200 and < 300) } => new(null, null, $"status {reply.Status}"),
        { FirstBytes.Length: > LongestDocument } => new(null, null, $"longer than {LongestDocument} bytes"),
        { IsWhole: false } => new(null, null, "it broke off"),
        _ => new(Encoding.UTF8.GetString(reply.FirstBytes.Span), reply.Header("Content-Type"), null),
    };

    private static string QueryOf(VariableScopes scopes) => string.Join('&', scopes.Call.EnumerateObject()
        .Where(member => member.Value.ValueKind is JsonValueKind.String)
        .Select(member => $"{member.Name}={Uri.EscapeDataString(member.Value.GetString()!)}"));

    private static byte[] BodyOf(FetchDocument wish, VariableScopes scopes)
    {
        List<KeyValuePair<string, JsonElement>> members =
        [
            KeyValuePair.Create("call", scopes.Call), KeyValuePair.Create("vars", JsonValues.Object(scopes.Vars)),
            KeyValuePair.Create("envs", scopes.Envs), KeyValuePair.Create("params", wish.Params),
        ];
        if (wish.Meta is { } meta)
            members.Add(KeyValuePair.Create("meta", meta));
        return Encoding.UTF8.GetBytes(JsonValues.Object(members).GetRawText());
    }

    /// <param name="Query">Of a GET, which has no body; null: it is a POST.</param>
    private sealed record Asking(HttpMethod Method, byte[] Body, string? Query);

    /// <summary>Some headers are the body's; without one they go nowhere.</summary>
    private static void Set(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        if (request.Headers.TryAddWithoutValidation(name, value) || request.Content is null)
            return;
        request.Content.Headers.Remove(name);
        request.Content.Headers.TryAddWithoutValidation(name, value);
    }
}

/// <param name="Text">The document; null: it could not be had, and <paramref name="Problem"/> says why.</param>
public sealed record FetchedDocument(string? Text, string? ContentType, string? Problem);
