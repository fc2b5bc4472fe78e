using Orchestrator.Gateway.Connects;
using Orchestrator.Gateway.Problems;
using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Gateway.Simulator;

/// <summary>Reads who calls in, and whom.</summary>
internal static class SimulatedCallReader
{
    private static readonly string[] Known = ["from", "to", "hangup_after"];

    public static (SimulatedCall? Call, IReadOnlyList<ErrorItem> Errors) Read(
        string project, ReadOnlyMemory<byte> body, string? contentType, SwmlLimits limits)
    {
        var errors = new EnvelopeErrors(limits);
        var parsed = SwmlParser.Parse(body, contentType, limits);
        errors.AddAll(parsed);
        var call = parsed.Readable switch
        {
            ObjectNode node => Read(project, node, errors),
            { } other => Wrong(other, errors),
            null => null,
        };
        var items = errors.ToItems();
        return (items.Count == 0 ? call : null, items);
    }

    private static SimulatedCall Read(string project, ObjectNode body, EnvelopeErrors errors)
    {
        foreach (var member in body.Members.Where(member => !Known.Contains(member.Name, StringComparer.Ordinal)))
            errors.Undefined(body, member, Known);
        var caller = new CallerReader(errors);
        return new SimulatedCall(project, caller.Address(body, "from"), Called(body, project, errors), caller.HangUpAfter(body));
    }

    private static string Called(ObjectNode body, string project, EnvelopeErrors errors)
    {
        switch (body["to"])
        {
            case null:
                errors.Missing(body, "to");
                return "";
            case TextNode { Value: var text } when AddressKeys.OfCalled(text, project) is not null:
                return text;
            case var other:
                errors.InvalidText(other, "an E.164 number, a SIP URI, or /public/NAME or /private/NAME");
                return "";
        }
    }

    private static SimulatedCall? Wrong(SwmlNode node, EnvelopeErrors errors)
    {
        errors.Invalid(node, "an object with from and to");
        return null;
    }
}
