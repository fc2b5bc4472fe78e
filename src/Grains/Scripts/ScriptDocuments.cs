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
    /// <summary>A longer text is read whenever it is given.</summary>
    private const int LongestKept = 32 * 1024;

    private static readonly BoundedCache<string, SwmlNode> Read = new(256);
    private static readonly BoundedCache<GivenText, Reading> Given = new(256);

    /// <summary>What was YAML may be longer now that it is JSON.</summary>
    private static readonly SwmlLimits OfSnapshots = SwmlLimits.Default with { MaxDocumentBytes = int.MaxValue };

    public static SwmlNode Of(ScriptMemory memory, string hash) => Read.GetOrAdd(
        hash,
        _ => SwmlParser.Parse(Encoding.UTF8.GetBytes(memory.Documents[hash]), "application/json", OfSnapshots).Node
            ?? throw new InvalidOperationException("The snapshot holds a document that is none."));

    /// <summary>A document that was given or fetched: taken over, or every error in it.</summary>
    public static (ScriptMemory Memory, string Hash, ImmutableArray<SwmlError> Errors) Add(ScriptMemory memory, string text, string? contentType)
    {
        var (hash, json, found) = Judge(memory, text, contentType);
        return found.IsEmpty ? (memory with { Documents = memory.Documents.SetItem(hash, json) }, hash, found) : (memory, "", found);
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

    private static Reading Judge(ScriptMemory memory, string text, string? contentType)
    {
        var given = new GivenText(memory.Kind is ScriptKind.Confirm, memory.Limits, contentType, text);
        return text.Length <= LongestKept ? Given.GetOrAdd(given, ReadAll) : ReadAll(given);
    }

    private static Reading ReadAll(GivenText given)
    {
        var parsed = SwmlParser.Parse(Encoding.UTF8.GetBytes(given.Text), given.ContentType);
        if (parsed.Node is not { } node) return new Reading("", "", parsed.Errors);

        var errors = given.IsConfirm ? SwmlValidator.ValidateConfirm(node, given.Limits) : SwmlValidator.Validate(node, given.Limits);
        if (!errors.IsEmpty) return new Reading("", "", errors);

        var json = SwmlJson.Write(node);
        return new Reading(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json)))[..32], json, []);
    }

    /// <summary>A text, and all by which it is judged.</summary>
    private readonly record struct GivenText(bool IsConfirm, SwmlLimits Limits, string? ContentType, string Text);

    private sealed record Reading(string Hash, string Json, ImmutableArray<SwmlError> Errors);
}
