using System.Collections.Immutable;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Validation.Rules;

namespace Orchestrator.Swml.Validation;

/// <summary>Checks whole documents before anything is done with them.</summary>
public static class SwmlValidator
{
    /// <summary>Every error of the document, in document order; empty if it holds.</summary>
    public static ImmutableArray<SwmlError> Validate(SwmlNode document, SwmlLimits limits) => Validate(document, limits, StepScope.Script);

    /// <summary>The same for a document that a callee must pass before the bridge: it cannot connect the callee to somebody else.</summary>
    public static ImmutableArray<SwmlError> ValidateConfirm(SwmlNode document, SwmlLimits limits) =>
        Validate(document, limits, StepScope.ConfirmDocument);

    /// <summary>Parses a text and validates the document in it; duplicate members are reported together with all other errors.</summary>
    /// <inheritdoc cref="SwmlParser.Parse"/>
    public static SwmlParseResult Read(ReadOnlyMemory<byte> utf8, string? contentType, SwmlLimits? limits = null)
    {
        limits ??= SwmlLimits.Default;
        var parsed = SwmlParser.Parse(utf8, contentType, limits);
        if (parsed.Readable is null) return parsed;

        var errors = ErrorCollector.InDocumentOrder([.. parsed.Errors, .. Validate(parsed.Readable, limits)]);
        return new SwmlParseResult(parsed.Readable, [.. errors.Take(limits.MaxErrors)]);
    }

    private static ImmutableArray<SwmlError> Validate(SwmlNode document, SwmlLimits limits, StepScope scope)
    {
        var errors = new ErrorCollector(limits);
        new DocumentRules(errors, limits, scope).Check(document);
        return errors.All;
    }
}
