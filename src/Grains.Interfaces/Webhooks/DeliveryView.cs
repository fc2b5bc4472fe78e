namespace Orchestrator.Grains.Interfaces.Webhooks;

/// <summary>A webhook that is out of its fast phase.</summary>
/// <param name="CallId">The call that it tells about; null: it tells about the connect.</param>
/// <param name="EventType"><c>calling.call.state</c>, <c>calling.call.connect</c>.</param>
/// <param name="EventState">The state it reports.</param>
/// <param name="Sequence">Its number among the webhooks of its call or connect.</param>
/// <param name="Url">Scheme, host and port: what follows may be secret.</param>
/// <param name="Endpoint">The URL's name within the project.</param>
/// <param name="Outcome">Of the last attempt, or why none was made.</param>
/// <param name="AttemptsMade">How many there were.</param>
/// <param name="Attempts">The latest of them, oldest first.</param>
/// <param name="NextAttemptAt">Null: there will be none.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.DeliveryView")]
public sealed record DeliveryView(
    string Id,
    string? CallId,
    string? ConnectId,
    string EventType,
    string EventState,
    long Sequence,
    string Url,
    string Endpoint,
    DeliveryState State,
    string Outcome,
    int AttemptsMade,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? NextAttemptAt,
    IReadOnlyList<AttemptView> Attempts);

/// <param name="Number">From 1.</param>
/// <param name="Status">The HTTP status; null: no response headers arrived.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.AttemptView")]
public sealed record AttemptView(int Number, DateTimeOffset At, string Outcome, int? Status, double Milliseconds);

public enum RedeliverOutcome
{
    /// <summary>It waits for its next attempt: at once, if it was dead.</summary>
    Parked,
    NotFound,
    Delivered,
}

/// <summary>How a URL does.</summary>
/// <param name="Url">Scheme, host and port; null: none of its webhooks is remembered.</param>
/// <param name="Circuit">The worst of what silos see of its origin.</param>
/// <param name="Waiting">Events that wait in the silos' memory for its origin.</param>
/// <param name="Parked">Events that wait for a later attempt.</param>
/// <param name="Dead">Dead letters.</param>
/// <param name="MutedUntil">Null: it is not muted.</param>
/// <param name="Last">The latest deliveries, newest first.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.EndpointView")]
public sealed record EndpointView(
    string Id,
    string? Url,
    EndpointCircuit Circuit,
    int Waiting,
    long Parked,
    long Dead,
    DateTimeOffset? MutedUntil,
    IReadOnlyList<DeliveryView> Last);

/// <param name="ValidUntil">Null: it is the newest.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.SigningKeyView")]
public sealed record SigningKeyView(string Id, DateTimeOffset CreatedAt, DateTimeOffset? ValidUntil);

/// <param name="Key">Base64 text, told this once. It is no part of <see cref="ToString"/>.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.NewSigningKey")]
public sealed record NewSigningKey(string Id, DateTimeOffset CreatedAt, string Key)
{
    public override string ToString() => Id;
}
