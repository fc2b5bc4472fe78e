namespace Orchestrator.Grains.Webhooks.Payloads;

/// <summary>What every webhook says about itself.</summary>
/// <param name="SessionId">The session in which it happened; the event's channel.</param>
/// <param name="At">When it happened.</param>
public sealed record WebhookEnvelope(string SessionId, DateTimeOffset At, string ProjectId, string SpaceId);
