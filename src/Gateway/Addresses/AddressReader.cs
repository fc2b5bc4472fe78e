using Orchestrator.Gateway.Connects;
using Orchestrator.Gateway.Documents;
using Orchestrator.Gateway.Problems;
using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Gateway.Addresses;

/// <summary>Reads what is to run under an address: a document, its URL, or a destination.</summary>
internal sealed class AddressReader(SwmlLimits limits, bool isNumber)
{
    private static readonly string[] Known = ["swml", "url", "to", "subscriber", "fallback_url"];
    private readonly EnvelopeErrors _errors = new(limits);

    /// <returns>The body, or everything that is wrong with it.</returns>
    public static (AddressBody? Body, IReadOnlyList<ErrorItem> Errors) Read(ReadOnlyMemory<byte> body, string? contentType, SwmlLimits limits, bool isNumber)
    {
        var reader = new AddressReader(limits, isNumber);
        var parsed = SwmlParser.Parse(body, contentType, limits);
        reader._errors.AddAll(parsed);
        var read = parsed.Readable is { } root ? reader.Body(root) : null;
        var errors = reader._errors.ToItems();
        return (errors.Count == 0 ? read : null, errors);
    }

    private AddressBody? Body(SwmlNode root)
    {
        if (root is not ObjectNode body)
        {
            _errors.Invalid(root, "an object with swml, url, to or subscriber");
            return null;
        }

        foreach (var member in body.Members.Where(member => !Known.Contains(member.Name, StringComparer.Ordinal)))
            _errors.Undefined(body, member, Known);
        if (body.Members.Count(member => member.Name is "swml" or "url" or "to" or "subscriber") != 1)
            _errors.Conflict(body, "none of swml, url, to and subscriber, or several of them", "exactly one of them");
        if (isNumber && body["subscriber"] is { } misplaced) _errors.InvalidSecret(misplaced, "no subscriber under a number: his address is /private/NAME or /public/NAME");
        return new AddressBody(
            body["swml"] is { } swml ? DocumentMember.Read(swml, _errors, limits) : null,
            body["url"] is { } url ? WebUrl.Read(url, _errors) : null,
            body["to"] is { } to ? Destination(to) : null,
            WebUrl.Fallback(body, _errors),
            body["subscriber"] is { } subscriber ? Password(subscriber) : null);
    }

    /// <summary>With what his phones register.</summary>
    private string? Password(SwmlNode node)
    {
        if (node is ObjectNode subscriber && subscriber.Members.Length == 1 && subscriber["password"] is TextNode { Value: { Length: > 0 and <= 128 } password })
            return password;
        _errors.InvalidSecret(node, "an object with the password of his phones, 1 to 128 characters");
        return null;
    }

    /// <summary>As strict as a connect to it is.</summary>
    private string? Destination(SwmlNode node)
    {
        if (node is not TextNode { Value: var text })
        {
            _errors.InvalidText(node, "a destination");
            return null;
        }

        if (_errors.Rewritten($$"""{"to":{{SwmlJson.Write(node)}}}""", node) is not { } connect) return null;
        var compiled = ConnectCompiler.Compile(connect, limits);
        foreach (var error in compiled.Errors) _errors.Add(error with { Pointer = node.Pointer, Position = node.Position });
        foreach (var feature in compiled.Features.Where(SupportedFeatures.Lacks))
            _errors.Invalid(node, $"a destination without {feature.Name}, which this engine does not support yet");
        return text;
    }
}
