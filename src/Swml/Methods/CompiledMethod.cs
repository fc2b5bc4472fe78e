using System.Collections.Immutable;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Swml.Methods;

/// <summary>What became of one step once its placeholders were filled in: a method, or errors.</summary>
public sealed record CompiledMethod(SwmlMethod? Method, ImmutableArray<SwmlError> Errors);
