using System.Net;
using Orchestrator.Sip.Messages.Values;
using Orchestrator.Sip.Transports;

namespace Orchestrator.Sip.Resolution;

/// <summary>Where the messages for a URI may go, best first.</summary>
public interface ISipResolver
{
    /// <returns>Empty if the name leads nowhere.</returns>
    /// <exception cref="Exception">DNS did not answer.</exception>
    Task<IReadOnlyList<SipTarget>> Resolve(SipUri uri, CancellationToken cancellation = default);
}

/// <summary>The look-up of RFC 3263: transport by NAPTR, port by SRV, address by A and AAAA; each only if nothing before it has said so.</summary>
/// <param name="supported">The protocols we can send over, those we like better first.</param>
public sealed class SipResolver(IDnsSource dns, IReadOnlyList<SipProtocol> supported, Random? random = null) : ISipResolver
{
    private readonly Random _random = random ?? Random.Shared;

    public async Task<IReadOnlyList<SipTarget>> Resolve(SipUri uri, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(uri);
        if (!uri.IsSip) return [];
        var name = uri.Parameters["maddr"] ?? uri.Host;
        var asked = Asked(uri);
        if (uri.Transport is not null && asked is null) return [];

        // 4.1 and 4.2: an address or a port leaves nothing to look up but the address.
        if (IPAddress.TryParse(name.Trim('[', ']'), out var address)) return Only(asked ?? Default(uri), uri, [address], name);
        if (uri.Port > 0) return Only(asked ?? Default(uri), uri, await dns.Addresses(name, cancellation).ConfigureAwait(false), name);

        foreach (var (protocol, service) in await Services(uri, name, asked, cancellation).ConfigureAwait(false))
        {
            var targets = await Targets(protocol, name, service, cancellation).ConfigureAwait(false);
            if (targets.Count > 0) return targets;
        }
        return Only(asked ?? Default(uri), uri, await dns.Addresses(name, cancellation).ConfigureAwait(false), name);
    }

    // 4.1: the SRV names to ask, best first: those that NAPTR lists, or all that we could speak.
    private async Task<IReadOnlyList<(SipProtocol, string)>> Services(SipUri uri, string name, SipProtocol? asked, CancellationToken cancellation)
    {
        if (asked is { } one) return [(one, SrvName(one, name))];
        var usable = supported.Where(protocol => !uri.IsSecure || IsSecure(protocol)).ToList();
        var listed = (await dns.Naptr(name, cancellation).ConfigureAwait(false))
            .Where(record => record.Flags.Equals("s", StringComparison.OrdinalIgnoreCase))
            .OrderBy(record => record.Order).ThenBy(record => record.Preference)
            .Select(record => (Protocol: ProtocolOf(record.Service), record.Replacement))
            .Where(service => service.Protocol is { } protocol && usable.Contains(protocol))
            .Select(service => (service.Protocol!.Value, service.Replacement)).ToList();
        return listed.Count > 0 ? listed : [.. usable.Where(protocol => protocol <= SipProtocol.Tls).Select(protocol => (protocol, SrvName(protocol, name)))];
    }

    private async Task<IReadOnlyList<SipTarget>> Targets(SipProtocol protocol, string name, string service, CancellationToken cancellation)
    {
        var targets = new List<SipTarget>();
        foreach (var record in SrvOrder.Sort(await dns.Srv(service, cancellation).ConfigureAwait(false), _random))
            foreach (var address in await dns.Addresses(record.Target, cancellation).ConfigureAwait(false))
                targets.Add(new SipTarget(protocol, new IPEndPoint(address, record.Port), name));
        return targets;
    }

    private static IReadOnlyList<SipTarget> Only(SipProtocol protocol, SipUri uri, IReadOnlyList<IPAddress> addresses, string name) =>
        [.. addresses.Select(address => new SipTarget(protocol, new IPEndPoint(address, uri.Port > 0 ? uri.Port : protocol.DefaultPort()), name))];

    // A transport that we cannot send over is none.
    private SipProtocol? Asked(SipUri uri)
    {
        var protocol = SipProtocols.Parse(uri.Transport);
        if (uri.IsSecure) protocol = protocol switch { SipProtocol.Tcp => SipProtocol.Tls, SipProtocol.Ws => SipProtocol.Wss, SipProtocol.Udp => null, _ => protocol };
        return protocol is { } known && supported.Contains(known) ? known : null;
    }

    private SipProtocol Default(SipUri uri) =>
        uri.IsSecure ? SipProtocol.Tls : supported.Contains(SipProtocol.Udp) || supported.Count == 0 ? SipProtocol.Udp : supported[0];

    private static bool IsSecure(SipProtocol protocol) => protocol is SipProtocol.Tls or SipProtocol.Wss;

    private static SipProtocol? ProtocolOf(string service) => service.ToUpperInvariant() switch
    {
        "SIP+D2U" => SipProtocol.Udp,
        "SIP+D2T" => SipProtocol.Tcp,
        "SIPS+D2T" => SipProtocol.Tls,
        "SIP+D2W" => SipProtocol.Ws,
        "SIPS+D2W" => SipProtocol.Wss,
        _ => null,
    };

    private static string SrvName(SipProtocol protocol, string name) => protocol switch
    {
        SipProtocol.Udp => $"_sip._udp.{name}",
        SipProtocol.Tcp => $"_sip._tcp.{name}",
        SipProtocol.Tls => $"_sips._tcp.{name}",
        SipProtocol.Ws => $"_sip._ws.{name}",
        _ => $"_sips._ws.{name}",
    };
}

/// <summary>RFC 2782: by priority; within one, drawn by weight.</summary>
internal static class SrvOrder
{
    public static IEnumerable<SrvRecord> Sort(IReadOnlyList<SrvRecord> records, Random random)
    {
        foreach (var priority in records.GroupBy(record => record.Priority).OrderBy(group => group.Key))
        {
            // Those of weight 0 first, so that they have a small chance too.
            var left = priority.OrderBy(record => record.Weight).ToList();
            while (left.Count > 0)
            {
                var drawn = random.Next(left.Sum(record => record.Weight) + 1);
                var next = left.First(record => (drawn -= record.Weight) <= 0);
                left.Remove(next);
                yield return next;
            }
        }
    }
}
