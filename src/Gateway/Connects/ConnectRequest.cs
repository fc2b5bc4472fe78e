using Orchestrator.Gateway.Problems;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Gateway.Connects;

/// <summary>What a client wants: a plan, run for a call that exists or for a caller to bring up.</summary>
/// <param name="Document">The connect as a document, if something follows it; null: nothing does.</param>
internal sealed record ConnectRequest(string? CallId, NewCaller? Caller, ConnectPlan Plan, ScriptPlace? Document = null);

/// <summary>A request, or everything that is wrong with it: exactly one of the two.</summary>
internal sealed record ConnectReading(ConnectRequest? Request, IReadOnlyList<ErrorItem> Errors);
