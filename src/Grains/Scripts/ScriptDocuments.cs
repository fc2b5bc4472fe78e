using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Expressions;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Grains.Scripts;

/// <summary>Documents by their hash. What was read lately is kept, so that a step does not read its document again.</summary>
internal static class ScriptDocuments
{
    private static readonly BoundedCache<string, SwmlNode> Read = new(256);

    /// <summary>What was YAML may be longer now that it is JSON.</summary>
    private static readonly SwmlLimits OfSnapshots = SwmlLimits.Default with { MaxDocumentBytes = int.MaxValue };

    public static SwmlNode Of(ScriptMemory memory, string hash) => Read.GetOrAdd(
        hash,
        _ => SwmlParser.Parse(Encoding.UTF8.GetBytes(memory.Documents[hash]), "application/json", OfSnapshots).Node
            ?? throw new InvalidOperationException("The snapshot holds a document that is none."));

    /// <summary>A document that was given or fetched: taken over, or every error in it.</summary>
    public static (ScriptMemory Memory, string Hash, ImmutableArray<SwmlError> Errors) Add(ScriptMemory memory, string text, string? contentType)
    {
        var (node, errors) = Judge(memory, text, contentType);
        if (node is null) return (memory, "", errors);

        var json = SwmlJson.Write(node);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..32];
        return (memory with { Documents = memory.Documents.SetItem(hash, json) }, hash, []);
    }

    /// <summary>Why a text cannot be run, one clause for people; null: it can.</summary>
    public static string? Fault(ScriptMemory memory, string text, string? contentType) =>
        Judge(memory, text, contentType).Errors is { IsEmpty: false } errors ? Clause(errors) : null;

    public static string Clause(ImmutableArray<SwmlError> errors) =>
        $"{Words.Count(errors.Length, "error")} in the document, the first at {errors[0].Message[3..].TrimEnd('.')}";

    /// <summary>Drops the texts that nothing on the stack refers to any more.</summary>
    public static ScriptMemory Prune(ScriptMemory memory)
    {
        var unused = memory.Documents.Keys.Except(memory.Stack.Select(routine => routine.Document)).ToArray();
        return unused.Length == 0 ? memory : memory with { Documents = memory.Documents.RemoveRange(unused) };
    }

    /// <returns>The document, or every error in it.</returns>
    private static (SwmlNode? Node, ImmutableArray<SwmlError> Errors) Judge(ScriptMemory memory, string text, string? contentType)
    {
        var parsed = SwmlParser.Parse(Encoding.UTF8.GetBytes(text), contentType);
        if (parsed.Node is not { } node) return (null, parsed.Errors);

        var errors = memory.Kind is ScriptKind.Confirm ? SwmlValidator.ValidateConfirm(node, memory.Limits) : SwmlValidator.Validate(node, memory.Limits);
        return errors.IsEmpty ? (node, []) : (null, errors);
    }
}
