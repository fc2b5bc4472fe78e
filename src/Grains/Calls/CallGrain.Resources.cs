using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Swml.Plan;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Calls;

/// <summary>Legs to a Resource address: what stands behind it is looked up when they are dialed.</summary>
internal sealed partial class CallGrain
{
    /// <summary>What a registrar answers for somebody whose phones are all off (RFC 3261 section 21.4.18).</summary>
    private const int TemporarilyUnavailable = 480;

    /// <returns>The target with what is to be dialed, or why there is nothing.</returns>
    private async Task<(DialTarget? Target, EndCause? Refusal)> Behind(FabricDestination resource, string projectId, DialTarget target)
    {
        var key = AddressKeys.OfResource(projectId, resource.Context, resource.Name);
        var named = $"/{resource.Context}/{resource.Name}";
        if (await GrainFactory.GetGrain<IAddressGrain>(key).Get(projectId) is not { Body: var body })
            return (null, Nowhere($"there is no address {named}"));
        if (body.SubscriberPassword is not null)
        {
            var devices = (await GrainFactory.GetGrain<ISubscriberGrain>(key).Find(projectId))?.Devices ?? [];
            return devices.Length > 0
                ? (target with { To = named, Devices = [.. devices.Select(device => device.Place)] }, null)
                : (null, new EndCause(EndKind.Rejected, TemporarilyUnavailable, $"no phone is registered as {named}"));
        }

        if (body.To is not { } to)
            return (null, Nowhere($"{named} runs a script, and is nobody who can be dialed"));
        return IsDialed(to) ? (target with { To = to }, null) : (null, Nowhere($"{named} leads to {to}, which only a caller is connected to"));
    }

    private static EndCause Nowhere(string detail) => new(EndKind.NoRoute, null, detail);

    private static bool IsDialed(string to) =>
        to.StartsWith('+') || to.StartsWith("sip:", StringComparison.OrdinalIgnoreCase) || to.StartsWith("sips:", StringComparison.OrdinalIgnoreCase);
}
