using System.Text.Json;
using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Addresses;

/// <summary>One address that can be called. What runs there may hold secrets, so it is stored locked.</summary>
internal sealed class AddressGrain(
    [PersistentState("address")] IPersistentState<StoredAddress> stored, TimeProvider time, ISecretCipher? cipher = null) : Grain, IAddressGrain
{
    private Address? Current => stored.State.Locked is { } locked
        ? JsonSerializer.Deserialize(cipher?.Unprotect(locked) ?? locked, AddressJson.Default.Address)
        : null;

    public async Task<AddressView?> Put(string projectId, AddressBody body)
    {
        var before = Current;
        if (before is not null && before.ProjectId != projectId)
            return null;
        var now = time.GetUtcNow();
        var keepsPassword = before is not null && before.Body.SubscriberPassword == body.SubscriberPassword;
        var address = new Address(projectId, body, now, keepsPassword ? before!.PasswordSince : now);
        var open = JsonSerializer.SerializeToUtf8Bytes(address, AddressJson.Default.Address);
        await Write(new StoredAddress { Locked = cipher?.Protect(open) ?? open });
        return ViewOf(address, created: before is null);
    }

    public Task<AddressView?> Get(string projectId) =>
        Task.FromResult(Current is { } address && address.ProjectId == projectId ? ViewOf(address, created: false) : null);

    public async Task<bool> Delete(string projectId)
    {
        if (Current?.ProjectId != projectId)
            return false;
        await Write(new StoredAddress());
        return true;
    }

    public Task<AddressTarget?> Find() => Task.FromResult(Current is { } address ? new AddressTarget(address.ProjectId, PlaceOf(address)) : null);

    /// <summary>Nothing is in force that was not written.</summary>
    private async Task Write(StoredAddress next)
    {
        var before = stored.State;
        try
        {
            stored.State = next;
            await (next.Locked is null ? stored.ClearStateAsync() : stored.WriteStateAsync());
        }
        catch
        {
            stored.State = before;
            throw;
        }
    }

    private static AddressView ViewOf(Address address, bool created) => new(address.Body, created, address.UpdatedAt, address.PasswordSince);

    /// <summary>A subscriber is connected to by his own address.</summary>
    private ScriptPlace PlaceOf(Address address) => address.Body.SubscriberPassword is null
        ? PlaceOf(address.Body, address.Body.To)
        : PlaceOf(address.Body, this.GetPrimaryKeyString()[address.ProjectId.Length..]);

    private static ScriptPlace PlaceOf(AddressBody body, string? to) => to is { } destination
        ? new ScriptPlace($"{{\"sections\":{{\"main\":[{{\"connect\":{{\"to\":\"{JsonEncodedText.Encode(destination)}\"}}}}]}}}}", Url: null)
        : new ScriptPlace(body.Swml, body.Url, body.FallbackUrl);
}
