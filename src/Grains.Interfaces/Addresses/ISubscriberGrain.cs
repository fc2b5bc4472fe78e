namespace Orchestrator.Grains.Interfaces.Addresses;

/// <summary>Where a subscriber's phones are; its key is that of his address.</summary>
[Alias("orchestrator.ISubscriberGrain")]
public interface ISubscriberGrain : IGrainWithStringKey
{
    /// <returns>Null: no subscriber has this address.</returns>
    [Alias("Find")]
    Task<SubscriberView?> Find(string projectId);

    /// <summary>Puts these devices in the place of those of that version.</summary>
    /// <returns>False: they have changed meanwhile, or nobody has this address any more.</returns>
    [Alias("Keep")]
    Task<bool> Keep(string projectId, long version, RegisteredDevice[] devices);
}

/// <param name="Devices">Those whose time is not over.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.SubscriberView")]
public sealed record SubscriberView(string Password, long Version, RegisteredDevice[] Devices)
{
    public override string ToString() => nameof(SubscriberView);
}

/// <param name="Place">In the words of the plane that took the registration.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.RegisteredDevice")]
public sealed record RegisteredDevice(string Place, DateTimeOffset Expires);
