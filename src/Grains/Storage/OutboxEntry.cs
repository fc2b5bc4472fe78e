using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Storage;

/// <summary>A webhook that a transition brought about and that must arrive, or be seen to have been given up.</summary>
/// <param name="WebhookId"><c>msg_…</c>, the same for every attempt: receivers drop duplicates by it.</param>
/// <param name="OwnerId">The call or connect it tells about. Owner and URL are its lane: one request in flight, in order.</param>
/// <param name="ConnectId">The connect in whose timeline its attempts stand.</param>
/// <param name="Sequence">Counts the owner's webhooks from 1.</param>
/// <param name="EventType"><c>calling.call.state</c>, <c>calling.call.connect</c>, …</param>
/// <param name="State">The state it reports, for people: <c>ended</c>.</param>
/// <param name="Body">The bytes that are signed and sent, the same at every attempt.</param>
/// <param name="AsQuery">Sent by GET, its fields as a query string; otherwise by POST.</param>
public sealed record OutboxEntry(
    string WebhookId,
    string OwnerId,
    string? ConnectId,
    string ProjectId,
    CallbackUrl Url,
    long Sequence,
    string EventType,
    string State,
    DateTimeOffset CreatedAt,
    ReadOnlyMemory<byte> Body,
    bool AsQuery = false)
{
    public override string ToString() => $"{WebhookId} {EventType} {State} to {Url}";
}
