using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Interfaces.Calls;

/// <summary>A call to be dialed, and what is to run on it once it is answered.</summary>
/// <param name="From">Caller id: E.164 number or SIP URI.</param>
/// <param name="Leg">Whom to dial and how, and where its states are reported.</param>
/// <param name="Envs">The scope <c>envs</c> of its script, a JSON object.</param>
/// <param name="Trace">W3C traceparent of the request; null: it was not traced.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.PlaceOrder")]
public sealed record PlaceOrder(
    string ProjectId, string From, PlannedLeg Leg, ScriptPlace Script, string Envs, string? SendDigits, string? Trace)
{
    /// <summary>Tells a repeated request from another one that reuses its idempotency key; null: no key was given.</summary>
    [Id(7)] public string? RequestHash { get; init; }
}

public enum PlaceOutcome
{
    Placed,

    /// <summary>Was placed before, by the same request.</summary>
    Replayed,

    /// <summary>The idempotency key belongs to another request.</summary>
    KeyReused,
}

/// <summary>A caller for the simulator to bring up, who calls an address.</summary>
/// <param name="HangUpAfter">When he hangs up by himself; null: never.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.SimulatedCall")]
public sealed record SimulatedCall(string ProjectId, string From, string To, TimeSpan? HangUpAfter);

public enum SimulateOutcome
{
    Accepted,

    /// <summary>Nobody is to be reached under that address in this project.</summary>
    NoSuchAddress,
}
