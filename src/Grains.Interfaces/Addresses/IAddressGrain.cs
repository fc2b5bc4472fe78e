using Orchestrator.Grains.Interfaces.Scripts;

namespace Orchestrator.Grains.Interfaces.Addresses;

/// <summary>One address that can be called, and what then runs; its key is <see cref="AddressKeys"/>'.</summary>
[Alias("orchestrator.IAddressGrain")]
public interface IAddressGrain : IGrainWithStringKey
{
    /// <returns>Null: it is another project's.</returns>
    [Alias("Put")]
    Task<AddressView?> Put(string projectId, AddressBody body);

    /// <returns>Null: there is none, or it is another project's.</returns>
    [Alias("Get")]
    Task<AddressView?> Get(string projectId);

    /// <returns>False: there was none, or it is another project's.</returns>
    [Alias("Delete")]
    Task<bool> Delete(string projectId);

    /// <summary>Plane → address: whose it is and what is to run; null: nothing.</summary>
    [Alias("Find")]
    Task<AddressTarget?> Find();
}

/// <summary>What is called under an address: exactly one of document, URL, destination and subscriber.</summary>
/// <param name="Swml">A document, as JSON.</param>
/// <param name="Url">Where the document is fetched; may hold credentials.</param>
/// <param name="To">A destination that is connected.</param>
/// <param name="SubscriberPassword">With it, somebody's phones register by SIP under the address's name, and ring when it is called.</param>
[GenerateSerializer, Immutable, Alias("orchestrator.AddressBody")]
public sealed record AddressBody(string? Swml, string? Url, string? To, string? FallbackUrl = null, string? SubscriberPassword = null)
{
    public override string ToString() => nameof(AddressBody);
}

[GenerateSerializer, Immutable, Alias("orchestrator.AddressView")]
public sealed record AddressView(AddressBody Body, bool Created, DateTimeOffset UpdatedAt, DateTimeOffset PasswordSince);

[GenerateSerializer, Immutable, Alias("orchestrator.AddressTarget")]
public sealed record AddressTarget(string ProjectId, ScriptPlace Script);
