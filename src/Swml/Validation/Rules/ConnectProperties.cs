using System.Collections.Frozen;
using static Orchestrator.Swml.Validation.Rules.PropertyLevel;
using Kinds = Orchestrator.Swml.Validation.Rules.DestinationKinds;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>Every property of <c>connect</c>: where it may be written, for which kinds it counts, how it is read.</summary>
internal static class ConnectProperties
{
    private const Kinds Invited = Kinds.Sip | Kinds.Fabric;

    private static readonly ConnectProperty[] Rows =
    [
        new("from", Both, Kinds.All, (reader, node) => CallerRules.CallerId(reader, node)),
        new("from_name", Both, Kinds.Sip, (reader, node) => reader.PlainText(node)),
        new("headers", Both, Invited, HeaderRules.Read),
        new("codecs", Both, Invited, CodecRules.Offer),
        new("webrtc_media", Both, Invited, (reader, node) => reader.Boolean(node)),
        new("session_timeout", Both, Invited, (reader, node) => reader.Seconds(node)),
        new("encryption", Both, Kinds.Sip, CallerRules.Encryption),
        new("username", Destination, Kinds.Sip, CallerRules.Username),
        new("password", Destination, Kinds.Sip, CallerRules.Password),
        new("timeout", Both, Kinds.All, (reader, node) => reader.Seconds(node)),
        new("max_duration", Top, Kinds.All, (reader, node) => reader.Seconds(node)),
        new("answer_on_bridge", Top, Kinds.All, (reader, node) => reader.Boolean(node)),
        new("ringback", Top, Kinds.All, PlayableRules.Ringback),
        new("confirm", Both, Kinds.Dialed, ScriptRules.Confirm),
        new("confirm_timeout", Both, Kinds.Dialed, (reader, node) => reader.Seconds(node)),
        new("call_state_url", Both, Kinds.All, UrlRules.Callback),
        new("call_state_events", Both, Kinds.All, CallbackRules.Events),
        new("status_url", Top, Kinds.All, UrlRules.Callback),
        new("status_url_method", Destination, Kinds.Stream, CallbackRules.Method),
        new("result", Top, Kinds.All, ScriptRules.Result),
        new("transfer_after_bridge", Top, Kinds.All, ScriptRules.TransferAfterBridge),
        new("name", Destination, Kinds.Stream, (reader, node) => reader.PlainText(node)),
        new("codec", Destination, Kinds.Stream, CodecRules.OfStream),
        new("realtime", Destination, Kinds.Stream, (reader, node) => reader.Boolean(node)),
        new("authorization_bearer_token", Destination, Kinds.Stream, StreamRules.BearerToken),
        new("custom_parameters", Destination, Kinds.Stream, StreamRules.CustomParameters),
    ];

    private static readonly FrozenDictionary<string, ConnectProperty> ByName = Rows.ToFrozenDictionary(row => row.Name, StringComparer.Ordinal);

    public static ConnectProperty? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The names that may be written at a level, the address aside.</summary>
    public static IEnumerable<string> At(PropertyLevel level) => Rows.Where(row => (row.Level & level) != 0).Select(row => row.Name);
}
