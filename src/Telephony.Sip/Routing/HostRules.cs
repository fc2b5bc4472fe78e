using System.Net;

namespace Orchestrator.Telephony.Sip.Routing;

/// <summary>
/// A list of hosts: <c>example.com</c>, <c>*.example.com</c> (what stands below it), an address, a network (<c>10.0.0.0/8</c>), <c>*</c>.
/// </summary>
internal sealed class HostRules
{
    private readonly List<IPNetwork> _networks = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _domains = [];
    private readonly bool _all;

    public HostRules(IEnumerable<string> rules)
    {
        foreach (var rule in rules)
        {
            if (rule == "*") _all = true;
            else if (ReadNetwork(rule) is { } network) _networks.Add(network);
            else if (rule.StartsWith("*.", StringComparison.Ordinal)) _domains.Add(rule[1..]);
            else _names.Add(rule);
        }
    }

    public static bool IsRule(string rule) =>
        rule == "*" || ReadNetwork(rule) is not null
        || (!rule.Contains('/', StringComparison.Ordinal) && Uri.CheckHostName(rule.StartsWith("*.", StringComparison.Ordinal) ? rule[2..] : rule) == UriHostNameType.Dns);

    public bool Matches(string host)
    {
        if (_all) return true;
        if (IPAddress.TryParse(host, out var address)) return Matches(address);
        host = host.TrimEnd('.');
        return _names.Contains(host) || _domains.Any(domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));
    }

    public bool Matches(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return _all || _networks.Any(network => network.Contains(address));
    }

    private static IPNetwork? ReadNetwork(string rule)
    {
        if (IPNetwork.TryParse(rule, out var network)) return network;
        return IPAddress.TryParse(rule, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
    }
}
