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
        Call = JsonValues.WriteText(writer => WriteCall(writer, id, record, spaceId)),
        CallState = SnakeCase.Of(record.State.Public ?? CallState.Created),
    };

    private static void WriteCall(Utf8JsonWriter writer, string id, CallRecord record, string spaceId)
    {
        var leg = record.Order?.Leg ?? record.Dialed?.Leg;
        var headers = leg?.Headers.Select(header => (header.Name, header.Value)) ?? record.Incoming?.Headers.Select(header => (Name: header.Key, header.Value)) ?? [];
        writer.WriteStartObject();
        writer.WriteString("call_id", id);
        writer.WriteString("node_id", record.NodeId);
        writer.WriteString("segment_id", CallIds.SessionOf(id));
        writer.WriteString("direction", leg is null ? "inbound" : "outbound");
        writer.WriteString("type", TypeOf(record, leg));
        writer.WriteString("from", record.From);
        writer.WriteString("to", record.To);
        writer.WriteString("from_number", record.From);
        writer.WriteString("to_number", record.To);
        writer.WriteString("project_id", record.ProjectId);
        writer.WriteString("space_id", spaceId);
        writer.WriteStartArray("headers");
        foreach (var (name, value) in headers)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteString("value", value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (record.Incoming is { SipData: { Count: > 0 } parts })
        {
            writer.WriteStartObject("sip_data");
            foreach (var (name, value) in parts)
                writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static string TypeOf(CallRecord record, PlannedLeg? leg) => (leg?.To, record.Incoming?.Kind) switch
    {
        (PhoneDestination, _) or (null, CallerKind.Phone) => "phone",
        (not null, _) when leg!.WebrtcMedia == true => "webrtc",
        (null, CallerKind.Webrtc) => "webrtc",
        (null, _) when record.From.StartsWith('+') => "phone",
        _ => "sip",
    };
}
