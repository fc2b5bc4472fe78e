using Orchestrator.Grains.Interfaces.Addresses;

namespace Orchestrator.Grains.Addresses;

/// <summary>The phones that are registered under one address; stored, so that they are reached whichever node is asked, also after a restart.</summary>
internal sealed class SubscriberGrain(
    [PersistentState("devices")] IPersistentState<StoredDevices> stored, TimeProvider time) : Grain, ISubscriberGrain
{
    private IAddressGrain Address => GrainFactory.GetGrain<IAddressGrain>(this.GetPrimaryKeyString());

    public async Task<SubscriberView?> Find(string projectId)
    {
        var address = await Address.Get(projectId);
        if (address is not { Body.SubscriberPassword: { } password })
            return null;
        var now = time.GetUtcNow();
        var known = stored.State.PasswordSince == address.PasswordSince ? stored.State.Devices : [];
        return new SubscriberView(password, VersionOf(address.PasswordSince), [.. known.Where(device => device.Expires > now)]);
    }

    public async Task<bool> Keep(string projectId, long version, RegisteredDevice[] devices)
    {
        if (await Address.Get(projectId) is not { } address || VersionOf(address.PasswordSince) != version)
            return false;
        var before = stored.State;
        stored.State = new StoredDevices { Version = before.Version + 1, Devices = devices, PasswordSince = address.PasswordSince };
        try
        {
            await stored.WriteStateAsync();
        }
        catch
        {
            stored.State = before;
            throw;
        }

        return true;
    }

    /// <summary>Of the devices and of the password: who has shown that he knows the one before is asked again.</summary>
    private long VersionOf(DateTimeOffset passwordSince) => unchecked((passwordSince.UtcTicks * 31) + stored.State.Version);
}

/// <summary>What is stored of a subscriber's phones.</summary>
[GenerateSerializer, Alias("orchestrator.StoredDevices")]
public sealed class StoredDevices
{
    [Id(0)] public long Version { get; set; }

    [Id(1)] public RegisteredDevice[] Devices { get; set; } = [];

    /// <summary>Since when the subscriber had the password that they registered with.</summary>
    [Id(2)] public DateTimeOffset PasswordSince { get; set; }
}
