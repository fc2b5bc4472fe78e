using System.Text;
using Orchestrator.Gateway.Problems;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Gateway.Connects;

/// <summary>
/// Collects what is wrong with a request, of the envelope and of the document in it alike; as many as a document may have, or a body
/// of nothing but unknown names would be answered with thirty times its length.
/// </summary>
internal sealed class EnvelopeErrors(SwmlLimits limits)
{
    private readonly List<SwmlError> _errors = [];

    public void Add(SwmlError error)
    {
        if (_errors.Count < limits.MaxErrors) _errors.Add(error);
    }

    /// <summary>What keeps a body from being read; a name given twice is told as in any document.</summary>
    public void AddAll(SwmlParseResult body)
    {
        foreach (var error in body.Errors)
            Add(error.Code == ErrorCodes.ParseError ? error with { Code = RequestErrorCodes.ParseError } : error);
    }

    /// <summary>
    /// A part of the body, written anew as a document for the compiler. Null: it is none by itself, being too long once it is written so.
    /// </summary>
    public SwmlNode? Rewritten(string json, SwmlNode part)
    {
        var parsed = SwmlParser.Parse(Encoding.UTF8.GetBytes(json), "application/json", limits);
        foreach (var error in parsed.Errors)
            Add(error with { Code = RequestErrorCodes.InvalidValue, Pointer = part.Pointer, Position = part.Position });
        return parsed.Node;
    }

    public void Missing(ObjectNode parent, string name) =>
        Add(new SwmlError(RequestErrorCodes.Missing, parent.Pointer, $"no {name}", $"a member {name}", parent.Position));

    public void Undefined(ObjectNode parent, SwmlMember member, IEnumerable<string> known) => Add(new SwmlError(
        RequestErrorCodes.Undefined,
        member.Value.Pointer,
        "a member that is not known here",
        $"one of {string.Join(", ", known)}",
        member.NamePosition));

    public void Invalid(SwmlNode node, string expected) =>
        Add(new SwmlError(RequestErrorCodes.InvalidValue, node.Pointer, Shown.Value(node), expected, node.Position));

    /// <summary>Of what must be a text; YAML takes a phone number without quotes for a number.</summary>
    public void InvalidText(SwmlNode node, string expected) => Invalid(node, node is NumberNode ? $"{expected} (a string, so in quotes)" : expected);

    /// <summary>Of what may be a secret, or holds one: its type is told, never what it says.</summary>
    public void InvalidSecret(SwmlNode node, string expected) =>
        Add(new SwmlError(RequestErrorCodes.InvalidValue, node.Pointer, Shown.Type(node), expected, node.Position));

    public void Conflict(SwmlNode node, string found, string expected) =>
        Add(new SwmlError(RequestErrorCodes.Conflict, node.Pointer, found, expected, node.Position));

    /// <summary>In the order of the text.</summary>
    public IReadOnlyList<ErrorItem> ToItems() =>
        [.. _errors.OrderBy(error => error.Position?.Line ?? 0).ThenBy(error => error.Position?.Column ?? 0).Select(ErrorItem.Of)];
}
