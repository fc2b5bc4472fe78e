using Orchestrator.Gateway.Problems;

namespace Orchestrator.Gateway.Documents;

/// <summary>What is wrong with a document.</summary>
/// <param name="Valid">Whether it would be run.</param>
/// <param name="Errors">Every error, in document order.</param>
public sealed record ValidationBody(bool Valid, IReadOnlyList<ErrorItem> Errors);
