using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Orchestrator.Gateway.Connects;
using Orchestrator.Gateway.Documents;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Plan;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Gateway.Calling;

/// <summary>Reads <c>dial</c>. Whom to dial and how is judged as the destination of a connect is.</summary>
internal sealed partial class DialReader(EnvelopeErrors errors, SwmlLimits limits)
{
    private const int MostVariables = 20;
    private const int LongestVariable = 1024;
    private const int LongestTimeout = 600;

    private static readonly string[] Known = ["from", "to", "url", "swml", "caller_id", "fallback_url", "url_method", "status_url", "status_events", "timeout",
        "codecs", "username", "password", "send_digits", "custom_variables"];

    private static readonly string[] OfLeg = ["to", "timeout", "codecs", "username", "password"];
    private static readonly string[] Reserved = ["signalwire_", "sw_", "rtc_", "internal_"];

    public DialCommand? Read(ObjectNode parameters)
    {
        foreach (var member in parameters.Members.Where(member => !Known.Contains(member.Name, StringComparer.Ordinal)))
            errors.Undefined(parameters, member, Known);
        if (parameters["timeout"] is { } timeout and not NumberNode { Whole: >= 1 and <= LongestTimeout }) errors.Invalid(timeout, $"whole seconds from 1 to {LongestTimeout}");
        if (parameters["url_method"] is { } method and not TextNode { Value: "POST" or "GET" }) errors.Invalid(method, "GET or POST");
        var script = Script(parameters);
        var from = From(parameters);
        var variables = Variables(parameters["custom_variables"]);
        var digits = Digits(parameters["send_digits"]);
        return Leg(parameters) is { } leg && script is not null
            ? new DialCommand(new PlaceOrder("", from, leg, script, variables, digits, Trace: null))
            : null;
    }

    private ScriptPlace? Script(ObjectNode parameters)
    {
        var (url, swml) = (parameters["url"], parameters["swml"]);
        if (url is null == swml is null)
        {
            errors.Conflict(parameters, url is null ? "neither url nor swml" : "both url and swml", "exactly one of them");
            return null;
        }

        var fallback = WebUrl.Fallback(parameters, errors);
        return swml is null
            ? new ScriptPlace(null, WebUrl.Read(url!, errors), fallback) { ByGet = parameters["url_method"] is TextNode { Value: "GET" } }
            : new ScriptPlace(DocumentMember.Read(swml, errors, limits), null);
    }

    /// <summary>The caller id that the callee sees.</summary>
    private string From(ObjectNode parameters)
    {
        var caller = new CallerReader(errors);
        return parameters["caller_id"] is null ? caller.Address(parameters, "from") : caller.Address(parameters, "caller_id");
    }

    private PlannedLeg? Leg(ObjectNode parameters)
    {
        if (parameters["to"] is not { } to)
        {
            errors.Missing(parameters, "to");
            return null;
        }

        if (errors.Rewritten(ConnectOf(parameters), to) is not { } connect) return null;
        var compiled = ConnectCompiler.Compile(connect, limits);
        foreach (var error in compiled.Errors)
        {
            var name = NameOf(error.Pointer);
            errors.Add(error with { Pointer = $"/params/{name}", Position = parameters[name]?.Position });
        }

        foreach (var feature in compiled.Features.Where(SupportedFeatures.Lacks))
            errors.Invalid(parameters[NameOf(feature.Pointer)] ?? parameters, $"something else than {feature.Name}, which this engine does not support yet");
        if (compiled.Plan?.Groups[0].Legs[0] is not { } leg) return null;
        if (leg.To is not (PhoneDestination or SipDestination or FabricDestination)) errors.Invalid(to, "an E.164 number, a SIP URI or a Resource address");
        return leg;
    }

    private static string ConnectOf(ObjectNode parameters)
    {
        var members = parameters.Members.Where(member => OfLeg.Contains(member.Name)).Select(member => (member.Name, Value: CodecText(member) ?? SwmlJson.Write(member.Value))).ToList();
        if (parameters["status_url"] is { } url) members.Add(("call_state_url", SwmlJson.Write(url)));
        if (parameters["status_events"] is { } events) members.Add(("call_state_events", SwmlJson.Write(events)));
        return $"{{{string.Join(',', members.Select(member => $"\"{member.Name}\":{member.Value}"))}}}";
    }

    /// <summary>A list of codecs is as good as their text.</summary>
    private static string? CodecText(SwmlMember member) => member is { Name: "codecs", Value: ListNode list } && list.Items.All(item => item is TextNode)
        ? JsonSerializer.Serialize(string.Join(',', list.Items.Select(item => ((TextNode)item).Value)), GatewayJson.Readable.String)
        : null;

    private static string NameOf(string pointer) => pointer.Split('/').ElementAtOrDefault(1) switch
    {
        "call_state_url" => "status_url",
        "call_state_events" => "status_events",
        null or "" => "to",
        var name => name,
    };

    private string? Digits(SwmlNode? node)
    {
        if (node is null) return null;
        if (node is TextNode { Value: var digits } && DigitsForm().IsMatch(digits)) return digits;
        errors.InvalidSecret(node, "digits: 0-9 * # A-D, and the pauses w and W");
        return null;
    }

    private string Variables(SwmlNode? node)
    {
        if (node is null) return "{}";
        if (node is not ObjectNode variables || variables.Members.Length > MostVariables)
        {
            errors.Invalid(node, $"an object of at most {MostVariables} members");
            return "{}";
        }

        foreach (var member in variables.Members)
        {
            if (!NameForm().IsMatch(member.Name) || Reserved.Any(prefix => member.Name.StartsWith(prefix, StringComparison.Ordinal)))
                errors.InvalidSecret(member.Value, $"a name of letters, digits and _, not beginning with {string.Join(", ", Reserved)}");
            if (Encoding.UTF8.GetByteCount(SwmlJson.Write(member.Value)) > LongestVariable + 2)
                errors.InvalidSecret(member.Value, $"a value of at most {LongestVariable} bytes");
        }

        return SwmlJson.Write(variables);
    }

    [GeneratedRegex(@"\A[0-9*#A-DwW]{1,128}\z")]
    private static partial Regex DigitsForm();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z")]
    private static partial Regex NameForm();
}
