using System.Text.Json;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Swml.Expressions;
using Orchestrator.Swml.Plan;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Calls;

/// <summary>What a leg tells a script that is to run on it: the scope <c>call</c> above all.</summary>
internal static class ScriptOrders
{
    /// <summary>A script that serves the call until both are over.</summary>
    public static ScriptOrder Serving(string id, CallRecord record, ScriptPlace place, string spaceId) =>
        Of(id, record, place, ScriptKind.Call, spaceId);

    /// <summary>A connect of the API and what follows it.</summary>
    public static ScriptOrder After(string id, CallRecord record, StartConnect request, ScriptPlace document, string spaceId) =>
        Of(id, record, document, ScriptKind.Connect, spaceId) with { ConnectId = request.ConnectId, Trace = request.Trace };

    /// <summary>What a callee must pass: an object of his own, and no variables.</summary>
    public static ScriptOrder OfConfirm(string id, CallRecord record, string spaceId)
    {
        var confirm = record.Order!.Leg.Confirm!;
        var isList = confirm.TrimStart().StartsWith('[');
        return Of(id, record, isList ? new ScriptPlace(confirm, Url: null) : new ScriptPlace(Text: null, confirm), ScriptKind.Confirm, spaceId)
            with
        { ConnectId = record.Order.ConnectId, Trace = record.Order.Trace, Envs = record.Order.Envs ?? "{}" };
    }

    private static ScriptOrder Of(string id, CallRecord record, ScriptPlace place, ScriptKind kind, string spaceId) => new()
    {
        ProjectId = record.ProjectId,
        CallId = id,
        NodeId = record.NodeId,
        Kind = kind,
        Place = place,
        Call = JsonValues.Object(CallOf(id, record, spaceId)).GetRawText(),
        CallState = SnakeCase.Of(record.State.Public ?? CallState.Created),
    };

    private static IEnumerable<KeyValuePair<string, JsonElement>> CallOf(string id, CallRecord record, string spaceId)
    {
        var leg = record.Order?.Leg ?? record.Dialed?.Leg;
        var headers = leg?.Headers.Select(header => (header.Name, header.Value)) ?? record.Incoming?.Headers.Select(header => (Name: header.Key, header.Value)) ?? [];
        yield return Text("call_id", id);
        yield return Text("node_id", record.NodeId);
        yield return Text("segment_id", CallIds.SessionOf(id));
        yield return Text("direction", leg is null ? "inbound" : "outbound");
        yield return Text("type", TypeOf(record, leg));
        yield return Text("from", record.From);
        yield return Text("to", record.To);
        yield return Text("from_number", record.From);
        yield return Text("to_number", record.To);
        yield return Text("project_id", record.ProjectId);
        yield return Text("space_id", spaceId);
        yield return KeyValuePair.Create("headers", JsonSerializer.SerializeToElement(headers.Select(header => new { name = header.Name, value = header.Value })));
        if (record.Incoming is { SipData: { Count: > 0 } parts })
            yield return KeyValuePair.Create("sip_data", JsonValues.Object(parts.Select(part => Text(part.Key, part.Value))));
    }

    private static string TypeOf(CallRecord record, PlannedLeg? leg) => (leg?.To, record.Incoming?.Kind) switch
    {
        (PhoneDestination, _) or (null, CallerKind.Phone) => "phone",
        (not null, _) when leg!.WebrtcMedia == true => "webrtc",
        (null, CallerKind.Webrtc) => "webrtc",
        (null, _) when record.From.StartsWith('+') => "phone",
        _ => "sip",
    };

    private static KeyValuePair<string, JsonElement> Text(string name, string value) => KeyValuePair.Create(name, JsonValues.Text(value));
}
