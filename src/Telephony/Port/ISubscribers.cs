namespace Orchestrator.Telephony.Port;

/// <summary>Who may register his phones, and where they are, as the cluster keeps it: registrations outlive the node that took them.</summary>
public interface ISubscribers
{
    /// <param name="name">The user part of his SIP address.</param>
    /// <returns>Null: there is no such subscriber.</returns>
    ValueTask<Subscriber?> Find(string name);

    /// <summary>Puts these devices in the place of those that were found.</summary>
    /// <param name="found">What they were worked out from.</param>
    /// <returns>False: they have changed meanwhile, and are as they were.</returns>
    ValueTask<bool> Keep(Subscriber found, IReadOnlyList<SubscriberDevice> devices);
}

/// <param name="Address">The Resource address that rings his devices: <c>/private/alice</c>.</param>
/// <param name="Version">Grows with every change of his devices.</param>
public sealed record Subscriber(string Address, string ProjectId, string Password, long Version, IReadOnlyList<SubscriberDevice> Devices)
{
    public override string ToString() => $"Subscriber {Address}";
}

/// <param name="Place">Where it is reached, in the words of the plane that took its registration; planes of one cluster understand each other.</param>
public sealed record SubscriberDevice(string Place, DateTimeOffset Expires);
