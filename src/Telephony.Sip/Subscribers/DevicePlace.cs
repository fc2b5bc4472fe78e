using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Registration;
using Orchestrator.Sip.Transports;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Subscribers;

/// <summary>A registered device as text that any node reads: its contact, and the way to it where the contact leads nowhere.</summary>
/// <param name="NodeId">The node that took the registration; a connection is that node's alone.</param>
/// <param name="Flow">Where its REGISTER came from; null: the contact says the way.</param>
internal sealed record DevicePlace(string Contact, string CallId, uint Sequence, double Priority, string NodeId, SipProtocol Protocol, string? Flow, long Connection)
{
    public static SubscriberDevice Write(Binding binding, SipTarget? flow, string nodeId)
    {
        var place = new DevicePlace(
            binding.Contact.ToString(), binding.CallId, binding.Sequence, binding.Priority, nodeId, binding.Flow.Protocol, flow?.EndPoint.ToString(), flow?.Connection ?? 0);
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
    public SipTarget? Target => Flow is not null && IPEndPoint.TryParse(Flow, out var endPoint) ? new SipTarget(Protocol, endPoint, Connection: Connection) : null;

    /// <summary>A connection that another node holds is no way of ours.</summary>
    public bool IsReachedFrom(string nodeId) => Flow is null || Protocol == SipProtocol.Udp || NodeId == nodeId;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DevicePlace))]
internal sealed partial class DevicePlaceJson : JsonSerializerContext;
