using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Expressions;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Grains.Scripts;

/// <summary>Documents by their hash. What was read lately is kept, so that a step does not read its document again.</summary>
internal static class ScriptDocuments
{
    private static readonly BoundedCache<string, SwmlNode> Read = new(256);

    public static SwmlNode Of(ScriptMemory memory, string hash) => Read.GetOrAdd(
        hash,
        _ => SwmlParser.Parse(Encoding.UTF8.GetBytes(memory.Documents[hash]), "application/json").Node
            ?? throw new InvalidOperationException("The snapshot holds a document that is none."));

    /// <summary>A document that was given or fetched: taken over, or every error in it.</summary>
    public static (ScriptMemory Memory, string Hash, ImmutableArray<SwmlError> Errors) Add(ScriptMemory memory, string text, string? contentType)
    {
        var parsed = SwmlParser.Parse(Encoding.UTF8.GetBytes(text), contentType);
        if (parsed.Node is not { } node) return (memory, "", parsed.Errors);

        var limits = SwmlLimits.Default;
        var errors = memory.Kind is ScriptKind.Confirm ? SwmlValidator.ValidateConfirm(node, limits) : SwmlValidator.Validate(node, limits);
        if (!errors.IsEmpty) return (memory, "", errors);

        var json = SwmlJson.Write(node);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..32];
        return (memory with { Documents = memory.Documents.SetItem(hash, json) }, hash, []);
    }

    /// <summary>Drops the texts that nothing on the stack refers to any more.</summary>
    public static ScriptMemory Prune(ScriptMemory memory)
    {
        var unused = memory.Documents.Keys.Except(memory.Stack.Select(routine => routine.Document)).ToArray();
        return unused.Length == 0 ? memory : memory with { Documents = memory.Documents.RemoveRange(unused) };
    }
}
