using System.Text.Json.Serialization;

namespace Orchestrator.Load;

internal sealed record Accepted(string? Id, string? CallId);

internal sealed record Call(string? ConnectId);

internal sealed record Page<T>(IReadOnlyList<T> Data, string? NextCursor);

internal sealed record Row(string Id, string State);

internal sealed record View(string State, string? FailedReason, string? Peer, string Verdict, bool Complete, IReadOnlyList<LegView> Legs);

internal sealed record LegView(string CallId, int Leg, string State, string? EndReason, bool Won);

internal sealed record Entry(DateTimeOffset At, int? Leg, string Kind);

/// <summary>What the bench reads of the API's answers.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Accepted))]
[JsonSerializable(typeof(Page<Row>))]
[JsonSerializable(typeof(Page<Entry>))]
[JsonSerializable(typeof(Call))]
[JsonSerializable(typeof(View))]
internal sealed partial class ServiceJson : JsonSerializerContext;
