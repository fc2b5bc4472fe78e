using Orchestrator.Gateway.Problems;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Gateway.Connects;

/// <summary>What a client wants: a plan, run for a call that exists or for a caller to bring up.</summary>
internal sealed record ConnectRequest(string? CallId, NewCaller? Caller, ConnectPlan Plan);

/// <summary>A request, or everything that is wrong with it: exactly one of the two.</summary>
internal sealed record ConnectReading(ConnectRequest? Request, IReadOnlyList<ErrorItem> Errors);
