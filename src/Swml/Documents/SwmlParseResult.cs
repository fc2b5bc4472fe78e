using System.Collections.Immutable;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Swml.Documents;

/// <summary>A document, or why there is none: exactly one of the two.</summary>
public sealed record SwmlParseResult
{
    internal SwmlParseResult(SwmlNode? read, ImmutableArray<SwmlError> errors) => (Readable, Errors) = (read, errors);

    /// <summary>The document; null if there is an error.</summary>
    public SwmlNode? Node => Errors.IsEmpty ? Readable : null;

    /// <summary>Every error found, in document order; empty if there is a document.</summary>
    public ImmutableArray<SwmlError> Errors { get; }

    /// <summary>What could be read in spite of errors that do not end the reading, for a validator that wants to report all at once.</summary>
    public SwmlNode? Readable { get; }
}
