using System.Text;
using Orchestrator.Gateway.Connects;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Gateway.Documents;

/// <summary>A document in the midst of a request: an object, or a text of JSON or YAML. It is judged before anything is done.</summary>
internal static class DocumentMember
{
    /// <summary>The document as text; meaningless after an error.</summary>
    public static string Read(SwmlNode node, EnvelopeErrors errors, SwmlLimits limits)
    {
        switch (node)
        {
            case ObjectNode:
                foreach (var error in SwmlValidator.Validate(node, limits)) errors.Add(error);
                var json = SwmlJson.Write(node);
                errors.Rewritten(json, node);
                return json;
            case TextNode { Value: var text }:
                // What is wrong in the text has no place of its own in the request.
                foreach (var error in SwmlValidator.Read(Encoding.UTF8.GetBytes(text), contentType: null, limits).Errors)
                    errors.Add(error with { Pointer = node.Pointer + error.Pointer, Position = node.Position });
                return text;
            default:
                errors.Invalid(node, "a document: an object, or its text");
                return "";
        }
    }

    /// <summary>The steps of a connect and nothing else, for whatever follows it; deeper by that than the connect was.</summary>
    public static string OfConnect(SwmlNode connect, EnvelopeErrors errors)
    {
        var json = $$$"""{"sections":{"main":[{"connect":{{{SwmlJson.Write(connect)}}}}]}}""";
        errors.Rewritten(json, connect);
        return json;
    }
}
