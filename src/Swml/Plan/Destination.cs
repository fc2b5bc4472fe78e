using System.Text.Json.Serialization;

namespace Orchestrator.Swml.Plan;

/// <summary>The five kinds of place that <c>connect</c> can dial; told apart by the form of the address alone.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(PhoneDestination), "phone")]
[JsonDerivedType(typeof(SipDestination), "sip")]
[JsonDerivedType(typeof(FabricDestination), "fabric")]
[JsonDerivedType(typeof(QueueDestination), "queue")]
[JsonDerivedType(typeof(StreamDestination), "stream")]
public abstract record Destination
{
    private protected Destination()
    {
    }

    // Computed here and not overridden: an override does not inherit JsonIgnore and would clash with the discriminator.

    /// <summary>The kind's name as users read it: phone, sip, fabric, queue, stream.</summary>
    [JsonIgnore]
    public string Kind => this switch
    {
        PhoneDestination => "phone",
        SipDestination => "sip",
        FabricDestination => "fabric",
        QueueDestination => "queue",
        _ => "stream",
    };

    /// <summary>The address as it was written.</summary>
    [JsonIgnore]
    public string Address => this switch
    {
        PhoneDestination phone => phone.Number,
        SipDestination sip => sip.Uri,
        FabricDestination { Query: null } fabric => $"/{fabric.Context}/{fabric.Name}",
        FabricDestination fabric => $"/{fabric.Context}/{fabric.Name}?{fabric.Query}",
        QueueDestination queue => $"queue:{queue.Name}",
        _ => $"stream:{((StreamDestination)this).Url}",
    };
}

/// <param name="Number">E.164: <c>+</c> and 2 to 15 digits, the first not 0.</param>
public sealed record PhoneDestination(string Number) : Destination;

/// <param name="Uri">A <c>sip:</c> or <c>sips:</c> URI with host, optional user, port and parameters.</param>
public sealed record SipDestination(string Uri) : Destination;

/// <summary>A Call Fabric resource address, <c>/context/name?query</c>.</summary>
/// <param name="Context"><c>public</c> or <c>private</c>.</param>
/// <param name="Query">What follows the question mark, or null.</param>
public sealed record FabricDestination(string Context, string Name, string? Query) : Destination;

/// <summary><c>queue:NAME</c>: whoever waits at the head of that queue.</summary>
public sealed record QueueDestination(string Name) : Destination;

/// <summary><c>stream:wss://…</c>: a WebSocket that is given the call's audio.</summary>
public sealed record StreamDestination(string Url) : Destination;
