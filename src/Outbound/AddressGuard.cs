using System.Net;
using Microsoft.Extensions.Options;

namespace Orchestrator.Outbound;

/// <summary>Says whether an address may be dialed.</summary>
public sealed class AddressGuard(IOptions<OutboundOptions> options, OwnAddresses own)
{
    private readonly AllowedNetwork[] _allowed =
        [.. options.Value.Allow.Select(written => AllowedNetwork.TryParse(written, out var network) ? network : null).OfType<AllowedNetwork>()];

    private readonly bool _loopback = options.Value.AllowLoopback == true;

    public bool Allows(IPAddress address, int port)
    {
        var plain = AddressRules.Plain(address);
        return !AddressRules.IsMetadata(plain)
            && !own.Contains(plain, port)
            && (AddressRules.IsPublic(plain)
                || (_loopback && IPAddress.IsLoopback(plain))
                || _allowed.Any(network => network.Contains(plain, port)));
    }
}
