using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>The kinds of destination that a property has an effect for.</summary>
[Flags]
internal enum DestinationKinds
{
    None = 0,
    Phone = 1,
    Sip = 2,
    Fabric = 4,
    Queue = 8,
    Stream = 16,
    Dialed = Phone | Sip | Fabric,
    All = Dialed | Queue | Stream,
}

internal static class DestinationKindsOf
{
    /// <param name="destination">Null: the address is not known yet, so it may be of any kind.</param>
    public static DestinationKinds Address(Destination? destination) => destination switch
    {
        PhoneDestination => DestinationKinds.Phone,
        SipDestination => DestinationKinds.Sip,
        FabricDestination => DestinationKinds.Fabric,
        QueueDestination => DestinationKinds.Queue,
        StreamDestination => DestinationKinds.Stream,
        _ => DestinationKinds.All,
    };
}
