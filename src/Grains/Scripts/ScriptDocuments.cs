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
    /// <summary>A longer text is read whenever it is given.</summary>
    private const int LongestKept = 32 * 1024;

    private static readonly BoundedCache<string, SwmlNode> Read = new(256);
    private static readonly BoundedCache<(bool IsConfirm, string? ContentType, string Text), Reading> Given = new(256);

    public static SwmlNode Of(ScriptMemory memory, string hash) => Read.GetOrAdd(
        hash,
        _ => SwmlParser.Parse(Encoding.UTF8.GetBytes(memory.Documents[hash]), "application/json").Node
            ?? throw new InvalidOperationException("The snapshot holds a document that is none."));

    /// <summary>A document that was given or fetched: taken over, or every error in it.</summary>
    public static (ScriptMemory Memory, string Hash, ImmutableArray<SwmlError> Errors) Add(ScriptMemory memory, string text, string? contentType)
    {
        var key = (memory.Kind is ScriptKind.Confirm, contentType, text);
        var (hash, json, errors) = text.Length <= LongestKept ? Given.GetOrAdd(key, ReadAll) : ReadAll(key);
        return errors.IsEmpty ? (memory with { Documents = memory.Documents.SetItem(hash, json) }, hash, errors) : (memory, "", errors);
    }

    private static Reading ReadAll((bool IsConfirm, string? ContentType, string Text) given)
    {
        var parsed = SwmlParser.Parse(Encoding.UTF8.GetBytes(given.Text), given.ContentType);
        if (parsed.Node is not { } node) return new Reading("", "", parsed.Errors);

        var limits = SwmlLimits.Default;
        var errors = given.IsConfirm ? SwmlValidator.ValidateConfirm(node, limits) : SwmlValidator.Validate(node, limits);
        if (!errors.IsEmpty) return new Reading("", "", errors);

        var json = SwmlJson.Write(node);
        return new Reading(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..32], json, []);
    }

    /// <summary>Drops the texts that nothing on the stack refers to any more.</summary>
    public static ScriptMemory Prune(ScriptMemory memory)
    {
        var unused = memory.Documents.Keys.Except(memory.Stack.Select(routine => routine.Document)).ToArray();
        return unused.Length == 0 ? memory : memory with { Documents = memory.Documents.RemoveRange(unused) };
    }

    private sealed record Reading(string Hash, string Json, ImmutableArray<SwmlError> Errors);
}
