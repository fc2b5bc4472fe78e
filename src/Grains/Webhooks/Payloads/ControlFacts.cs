namespace Orchestrator.Grains.Webhooks.Payloads;

/// <summary>About which operation on which call a webhook tells.</summary>
/// <param name="ControlId">The operation's name, the same in all its webhooks.</param>
public sealed record ControlFacts(string ControlId, string CallId, string NodeId);
