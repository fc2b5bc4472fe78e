using System.Text.Json.Serialization;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Webhooks.Payloads;

/// <summary>A place that was dialed, as webhooks and the API describe it.</summary>
/// <param name="Type">phone, sip, fabric, queue, stream.</param>
public sealed record Device(string Type, DeviceParams Params)
{
    /// <param name="from">The caller id the leg shows.</param>
    /// <param name="headers">Custom headers of the INVITE; told of SIP devices only.</param>
    public static Device Of(Destination to, string from, IReadOnlyList<SipHeader> headers) => new(to.Kind, to switch
    {
        PhoneDestination phone => new PhoneParams(from, phone.Number),
        SipDestination sip => new SipParams(from, sip.Uri, headers),
        _ => new AddressParams(from, to.Address),
    });
}

[JsonDerivedType(typeof(PhoneParams))]
[JsonDerivedType(typeof(SipParams))]
[JsonDerivedType(typeof(AddressParams))]
public abstract record DeviceParams
{
    private protected DeviceParams()
    {
    }
}

public sealed record PhoneParams(string FromNumber, string ToNumber) : DeviceParams;

public sealed record SipParams(string From, string To, IReadOnlyList<SipHeader> Headers) : DeviceParams;

public sealed record AddressParams(string From, string To) : DeviceParams;
