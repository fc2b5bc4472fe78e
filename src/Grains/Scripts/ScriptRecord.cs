using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Grains.Scripts;

/// <summary>What is stored of a script.</summary>
public sealed record ScriptRecord
{
    /// <summary>Raised when an older reader could misread the snapshot.</summary>
    public int Schema { get; init; } = 1;
    public required string ProjectId { get; init; }
    public required string CallId { get; init; }

    /// <summary>The node whose plane carries the call.</summary>
    public required string NodeId { get; init; }
    public required ScriptState State { get; init; }
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The connect in whose timeline its entries stand: of a confirm script, or of one that follows a connect of the API.</summary>
    public string? ConnectId { get; init; }

    /// <summary>W3C traceparent of what began it; null: it was not traced.</summary>
    public string? Trace { get; init; }

    /// <summary>The wish that was its first connect.</summary>
    public long? FirstConnect { get; init; }

    /// <summary>Wishes for a connect, or for a queue, that are not waited for any more, because another script took over, and may not have been ended yet.</summary>
    public ImmutableArray<long> Left { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The request by which another script took over last.</summary>
    public string? LastRedirect { get; init; }

    /// <summary>See <see cref="CallIds.NameOfScript"/>.</summary>
    public string Name { get; init; } = "";

    /// <summary>How many webhooks about it there have been.</summary>
    public long Webhooks { get; init; }

    /// <summary>What the transition that is being made tells its <c>status_url</c>.</summary>
    [JsonIgnore]
    public ImmutableArray<ScriptReport> Reports { get; init; } = [];

    public static ScriptRecord Of(ScriptOrder order, DateTimeOffset at) => new()
    {
        ProjectId = order.ProjectId,
        CallId = order.CallId,
        NodeId = order.NodeId,
        ConnectId = order.ConnectId,
        Name = order.Name,
        LastRedirect = order.Request,
        Trace = order.Trace,
        CreatedAt = at,
        State = new NotStarted(new ScriptMemory
        {
            Kind = order.Kind,
            Source = SourceOf(order.Place),
            Call = JsonElement.Parse(order.Call),
            CallState = order.CallState,
            Envs = JsonElement.Parse(order.Envs),
        }),
    };

    public static ScriptSource SourceOf(ScriptPlace place) =>
        new(place.Text, place.Url, place.FallbackUrl, JsonValues.EmptyObject) { ByGet = place.ByGet, AllowInsecureStreams = place.AllowInsecureStreams };

    /// <summary>The id of the connect that a wish begins: the same wish, the same connect.</summary>
    public string ConnectIdOf(long wish) =>
        ConnectId is null || State.Memory.Kind is not ScriptKind.Connect ? CallIds.Connect(CallIds.SessionOf(CallId), $"{Name}t{wish}")
        : wish == FirstConnect ? ConnectId
        : $"{ConnectId}t{wish}";

    /// <summary>The id of the wait in a queue that a wish begins, likewise.</summary>
    public string WaitIdOf(long wish) => $"wait_{ConnectIdOf(wish).AsSpan(5)}";
}
