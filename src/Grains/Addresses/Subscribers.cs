using Microsoft.Extensions.Options;
using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Addresses;

/// <summary>The subscribers of the project whose addresses are called by SIP.</summary>
internal sealed class Subscribers(IGrainFactory grains, IOptions<InboundOptions> options) : ISubscribers
{
    private static readonly string[] Contexts = ["private", "public"];

    public async ValueTask<Subscriber?> Find(string name)
    {
        if (options.Value.Project is not { } project || !AddressKeys.IsName(name))
            return null;
        foreach (var context in Contexts)
        {
            if (await grains.GetGrain<ISubscriberGrain>(AddressKeys.OfResource(project, context, name)).Find(project) is { } view)
                return new($"/{context}/{name}", project, view.Password, view.Version, [.. view.Devices.Select(device => new SubscriberDevice(device.Place, device.Expires))]);
        }

        return null;
    }

    public async ValueTask<bool> Keep(Subscriber found, IReadOnlyList<SubscriberDevice> devices) =>
        await grains.GetGrain<ISubscriberGrain>($"{found.ProjectId}{found.Address}")
            .Keep(found.ProjectId, found.Version, [.. devices.Select(device => new RegisteredDevice(device.Place, device.Expires))]);
}
