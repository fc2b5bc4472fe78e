using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Registration;
using Orchestrator.Sip.Transports;
using Orchestrator.Sip.UserAgents;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Routing;

namespace Orchestrator.Telephony.Sip.Subscribers;

/// <summary>A registered device as text that any node reads: its contact, and the way to it where the contact leads nowhere.</summary>
/// <param name="NodeId">The node that took the registration; the flow is that node's alone.</param>
/// <param name="Flow">The connection, or the hole in a NAT, that its REGISTER came by; null: its contact alone says the way.</param>
/// <param name="Hop">The route to the flow for other nodes, through the one that has it; null where there is no flow.</param>
/// <param name="HasAddress">Whether its contact may lead there too, should the flow fail.</param>
/// <param name="Local">The node's socket that the flow is on.</param>
internal sealed record DevicePlace(
    string Contact, string CallId, uint Sequence, double Priority, string NodeId, SipProtocol Protocol, string? Flow, long Connection, string? Hop = null, bool HasAddress = false,
    string? Local = null)
{
    /// <param name="hopTo">The route by which other nodes reach a flow of this one.</param>
    public static SubscriberDevice Write(Binding binding, SipRequest register, SipTarget source, string nodeId, Func<SipTarget, SipUri> hopTo)
    {
        var mapped = SymmetricRouting.FlowOf(register, source);
        var flow = mapped ?? (source.IsReliable ? source : null);
        var place = new DevicePlace(
            binding.Contact.ToString(), binding.CallId, binding.Sequence, binding.Priority, nodeId, binding.Flow.Protocol, flow?.EndPoint.ToString(), flow?.Connection ?? 0,
            flow is null ? null : hopTo(flow).ToString(), mapped is null, flow?.Local?.ToString());
        return new SubscriberDevice(JsonSerializer.Serialize(place, DevicePlaceJson.Default.DevicePlace), binding.Expires);
    }

    /// <summary>Null: it is no text of ours, or of a version to come.</summary>
    public static DevicePlace? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, DevicePlaceJson.Default.DevicePlace);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    public Binding? ToBinding(DateTimeOffset expires) => NameAddress.TryParse(Contact, out var contact)
        ? new Binding(contact, CallId, Sequence, expires, Priority, Target ?? new SipTarget(Protocol, new IPEndPoint(IPAddress.None, 0)))
        : null;

    /// <summary>Where its requests go without a look-up; null: where its contact says.</summary>
    [JsonIgnore]
    public SipTarget? Target => Flow is not null && IPEndPoint.TryParse(Flow, out var endPoint)
        ? new SipTarget(Protocol, endPoint, Connection: Connection, Local: IPEndPoint.TryParse(Local ?? "", out var local) ? local : null)
        : null;

    /// <summary>The node's own flow, or the way through the node that has it; should that fail, where else its phone might be.</summary>
    public Attempt ToAttempt(SipUri contact, NameAddress from, NameAddress to, string nodeId)
    {
        var plain = new Attempt(contact, from) { To = to, IsBrowser = Protocol is SipProtocol.Ws or SipProtocol.Wss };
        if (Target is not { } flow) return plain;
        // A NAT may let others through the hole, too.
        var otherwise = HasAddress ? plain : Protocol == SipProtocol.Udp ? plain with { Target = flow } : null;
        if (NodeId == nodeId) return plain with { Target = flow, Otherwise = HasAddress ? plain : null };
        return SipUri.TryParse(Hop, out var hop) ? plain with { Hop = hop, Otherwise = otherwise } : otherwise ?? plain;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DevicePlace))]
internal sealed partial class DevicePlaceJson : JsonSerializerContext;
