using Orchestrator.Gateway.Documents;
using Orchestrator.Gateway.Problems;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Plan;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Gateway.Connects;

/// <summary>
/// Reads the body of <c>POST /connects</c>: the envelope here, the <c>connect</c> object by the compiler; all errors of both at once.
/// </summary>
internal sealed class ConnectRequestReader(SwmlLimits limits)
{
    private static readonly string[] Known = ["call", "call_id", "connect"];
    private readonly EnvelopeErrors _errors = new(limits);

    public static ConnectReading Read(ReadOnlyMemory<byte> body, string? contentType, SwmlLimits limits)
    {
        var parsed = SwmlParser.Parse(body, contentType, limits);
        var reader = new ConnectRequestReader(limits);
        reader._errors.AddAll(parsed);
        // What could be read in spite of errors (a name given twice) is judged as well: all errors at once.
        var request = parsed.Readable is { } root ? reader.Envelope(root) : null;
        var errors = reader._errors.ToItems();
        return errors.Count == 0 ? new ConnectReading(request, []) : new ConnectReading(null, errors);
    }

    private ConnectRequest? Envelope(SwmlNode root)
    {
        if (root is not ObjectNode body)
        {
            _errors.Invalid(root, "an object with call or call_id, and connect");
            return null;
        }

        foreach (var member in body.Members.Where(member => !Known.Contains(member.Name, StringComparer.Ordinal)))
            _errors.Undefined(body, member, Known);
        var (callId, caller) = Caller(body);
        return Plan(body) is { } plan ? new ConnectRequest(callId, caller, plan, DocumentOf(body, plan)) : null;
    }

    private ScriptPlace? DocumentOf(ObjectNode body, ConnectPlan plan) => plan is { Result: null, TransferAfterBridge: null }
        ? null
        : new ScriptPlace(DocumentMember.OfConnect(body["connect"]!, _errors), Url: null) { AllowInsecureStreams = limits.AllowInsecureStreams };

    private (string? CallId, NewCaller? Caller) Caller(ObjectNode body)
    {
        var (call, callId) = (body["call"], body["call_id"]);
        if (call is null && callId is null) _errors.Missing(body, "call");
        if (call is not null && callId is not null) _errors.Conflict(callId, "call and call_id", "one of them");
        return (callId is null ? null : CallId(callId), call is null ? null : new CallerReader(_errors).Read(call));
    }

    private string? CallId(SwmlNode node)
    {
        if (node is TextNode { Value: var id } && CallIds.IsCall(id)) return id;
        _errors.Invalid(node, "the id of a call: call_ and what follows");
        return null;
    }

    private ConnectPlan? Plan(ObjectNode body)
    {
        if (body["connect"] is not { } connect)
        {
            _errors.Missing(body, "connect");
            return null;
        }

        var compiled = ConnectCompiler.Compile(connect, limits);
        foreach (var error in compiled.Errors) _errors.Add(error);
        foreach (var feature in compiled.Features.Where(SupportedFeatures.Lacks))
            _errors.Add(NotSupported(feature, PointedNode.Find(body, feature.Pointer)));
        return compiled.Plan;
    }

    private static SwmlError NotSupported(UsedFeature feature, SwmlNode? node) => new(
        ProblemCodes.NotSupportedYet,
        feature.Pointer,
        $"{feature.Name}, which this engine does not support yet",
        "a connect without it",
        node?.Position);
}
