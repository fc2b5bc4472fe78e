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

    /// <summary>The kind's name as users read it: phone, sip, fabric, queue, stream.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>The address as it was written.</summary>
    [JsonIgnore]
    public abstract string Address { get; }
}

/// <param name="Number">E.164: <c>+</c> and 2 to 15 digits, the first not 0.</param>
public sealed record PhoneDestination(string Number) : Destination
{
    public override string Kind => "phone";
    public override string Address => Number;
}

/// <param name="Uri">A <c>sip:</c> or <c>sips:</c> URI with host, optional user, port and parameters.</param>
public sealed record SipDestination(string Uri) : Destination
{
    public override string Kind => "sip";
    public override string Address => Uri;
}

/// <summary>A Call Fabric resource address, <c>/context/name?query</c>.</summary>
/// <param name="Context"><c>public</c> or <c>private</c>.</param>
/// <param name="Query">What follows the question mark, or null.</param>
public sealed record FabricDestination(string Context, string Name, string? Query) : Destination
{
    public override string Kind => "fabric";
    public override string Address => Query is null ? $"/{Context}/{Name}" : $"/{Context}/{Name}?{Query}";
}

/// <summary><c>queue:NAME</c>: whoever waits at the head of that queue.</summary>
public sealed record QueueDestination(string Name) : Destination
{
    public override string Kind => "queue";
    public override string Address => $"queue:{Name}";
}

/// <summary><c>stream:wss://…</c>: a WebSocket that is given the call's audio.</summary>
public sealed record StreamDestination(string Url) : Destination
{
    public override string Kind => "stream";
    public override string Address => $"stream:{Url}";
}
