namespace Orchestrator.Gateway.Health;

/// <param name="Status">live, ready, draining or unavailable.</param>
public sealed record HealthBody(string Status);
