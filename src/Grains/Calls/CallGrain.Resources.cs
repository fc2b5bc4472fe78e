using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Calls;

/// <summary>Legs to a Resource address: what stands behind it is looked up when they are dialed.</summary>
internal sealed partial class CallGrain
{
    /// <returns>A phone number or a SIP URI, or why there is none to dial.</returns>
    private async Task<(string? To, string? Refusal)> Behind(FabricDestination resource, string projectId)
    {
        var key = AddressKeys.OfResource(projectId, resource.Context, resource.Name);
        if (await GrainFactory.GetGrain<IAddressGrain>(key).Get(projectId) is not { Body: var body })
            return (null, $"there is no address /{resource.Context}/{resource.Name}");
        if (body.To is not { } to)
            return (null, $"/{resource.Context}/{resource.Name} runs a script, and is nobody who can be dialed");
        return IsDialed(to) ? (to, null) : (null, $"/{resource.Context}/{resource.Name} leads to {to}, which only a caller is connected to");
    }

    private static bool IsDialed(string to) =>
        to.StartsWith('+') || to.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) || to.StartsWith("sips:", StringComparison.OrdinalIgnoreCase);
}
