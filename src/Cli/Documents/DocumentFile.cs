using System.Collections.Immutable;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Cli.Documents;

/// <summary>What a file holds: a SWML document, the body of a request (<c>call</c>, <c>connect</c>), or a connect object alone.</summary>
internal sealed class DocumentFile
{
    private readonly ObjectNode? _root;

    private DocumentFile(byte[] text, ObjectNode? root, ImmutableArray<SwmlError> errors) => (Text, _root, Errors) = (text, root, errors);

    /// <summary>As it was written, without byte order mark.</summary>
    public byte[] Text { get; }

    /// <summary>All that can be found without the service, in document order.</summary>
    public ImmutableArray<SwmlError> Errors { get; }

    public bool IsRequest => _root is not null && (_root["call"] ?? _root["call_id"]) is not null;

    /// <summary>The connect object to run: that of a request, the first of a document's main section, or the file itself.</summary>
    public SwmlNode? Connect => _root is null ? null : IsRequest ? _root["connect"] : IsScript(_root) ? ConnectOf(_root) : _root;

    /// <summary>Whether a document answers the caller before it connects him.</summary>
    public bool AnswersFirst => _root is not null && IsScript(_root)
        && Steps(_root).Select(MethodOf).TakeWhile(method => method != "connect").Contains("answer");

    /// <param name="path"><c>-</c> is standard input.</param>
    /// <exception cref="UserErrorException">It cannot be read.</exception>
    public static async Task<DocumentFile> Read(string path, CancellationToken stop)
    {
        try
        {
            using var source = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            using var text = new MemoryStream();
            await source.CopyToAsync(text, stop);
            return Of(text.ToArray());
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException(ExitCodes.Usage, $"{path}: {unreadable.Message}");
        }
    }

    public static DocumentFile Of(byte[] text)
    {
        var parsed = SwmlParser.Parse(text, contentType: null);
        var root = parsed.Readable as ObjectNode;
        if (root is null || IsScript(root)) return new DocumentFile(text, root, SwmlValidator.Read(text, contentType: null).Errors);
        var connect = (root["call"] ?? root["call_id"]) is null ? root : root["connect"];
        // What else a request holds, the service judges.
        return new DocumentFile(
            text, root, connect is null ? parsed.Errors : [.. parsed.Errors, .. ConnectCompiler.Compile(connect, SwmlLimits.Default).Errors]);
    }

    /// <summary>Anything that is neither a request nor looks like a connect is judged as the document that it was meant to be.</summary>
    private static bool IsScript(ObjectNode root) =>
        root["sections"] is not null || !root.Members.Any(member => member.Name is "to" or "serial" or "parallel" or "serial_parallel" or "connect");

    private static SwmlNode? ConnectOf(ObjectNode root) =>
        Steps(root).OfType<ObjectNode>().Select(step => step["connect"]).FirstOrDefault(connect => connect is not null);

    private static ImmutableArray<SwmlNode> Steps(ObjectNode root) =>
        root["sections"] is ObjectNode sections && sections["main"] is ListNode main ? main.Items : [];

    private static string? MethodOf(SwmlNode step) => step switch
    {
        TextNode { Value: var name } => name,
        ObjectNode { Members: [{ Name: var name }, ..] } => name,
        _ => null,
    };
}
