namespace Orchestrator.Grains.Interfaces.Scripts;

/// <summary>Which script is to run, on what, and with which scopes. Values are the JSON that they are stored as.</summary>
[GenerateSerializer, Immutable, Alias("orchestrator.ScriptOrder")]
public sealed record ScriptOrder
{
    [Id(0)] public required string ProjectId { get; init; }
    [Id(1)] public required string CallId { get; init; }

    /// <summary>The node whose plane carries the call.</summary>
    [Id(2)] public required string NodeId { get; init; }
    [Id(3)] public required ScriptKind Kind { get; init; }
    [Id(4)] public required ScriptPlace Place { get; init; }

    /// <summary>The scope <c>call</c>, a JSON object.</summary>
    [Id(5)] public required string Call { get; init; }

    /// <summary>created, ringing or answered.</summary>
    [Id(6)] public required string CallState { get; init; }

    /// <summary>The scope <c>envs</c>, a JSON object.</summary>
    [Id(7)] public string Envs { get; init; } = "{}";

    /// <summary>The connect in whose timeline its entries stand; null: none.</summary>
    [Id(8)] public string? ConnectId { get; init; }

    /// <summary>See <see cref="CallIds.NameOfScript"/>.</summary>
    [Id(11)] public string Name { get; init; } = "";

    /// <summary>The request of the API by which it took the call over; null: none.</summary>
    [Id(12)] public string? Request { get; init; }

    /// <summary>It begins when the call is answered, not before.</summary>
    [Id(10)] public bool WaitsForAnswer { get; init; }

    /// <summary>W3C traceparent of what began it; null: it was not traced.</summary>
    [Id(9)] public string? Trace { get; init; }
}

/// <summary>Where a document comes from: a text or a URL, exactly one of the two. Either may hold secrets.</summary>
/// <param name="Text">The document, JSON or YAML; for a confirm script also a list of steps.</param>
/// <param name="Url">Where it is fetched by POST.</param>
/// <param name="FallbackUrl">Asked when the first one gives no document that holds.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.ScriptPlace")]
public sealed record ScriptPlace(string? Text, string? Url, string? FallbackUrl = null)
{
    /// <summary>It is asked for by GET, with what the call is as a query, instead of by POST.</summary>
    [Id(3)] public bool ByGet { get; init; }

    /// <summary>The operator lets its streams be <c>ws://</c>.</summary>
    [Id(4)] public bool AllowInsecureStreams { get; init; }

    public override string ToString() => nameof(ScriptPlace);
}
