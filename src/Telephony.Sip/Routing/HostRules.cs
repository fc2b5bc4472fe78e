using System.Net;

namespace Orchestrator.Telephony.Sip.Routing;

/// <summary>
/// A list of hosts: <c>example.com</c>, <c>*.example.com</c> (what stands below it), an address, a network (<c>10.0.0.0/8</c>), <c>*</c>.
/// </summary>
internal sealed class HostRules
{
    private const string All = "*";

    private readonly List<(IPNetwork Network, string Rule)> _networks = [];
    private readonly HashSet<string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<string> _domains = [];
    private readonly bool _all;

    public HostRules(IEnumerable<string> rules)
    {
        foreach (var rule in rules)
        {
            if (rule == All) _all = true;
            else if (ReadNetwork(rule) is { } network) _networks.Add((network, rule));
            else if (rule.StartsWith("*.", StringComparison.Ordinal)) _domains.Add(rule[1..]);
            else _names.Add(rule);
        }
    }

    public static bool IsRule(string rule) =>
        rule == All || ReadNetwork(rule) is not null
        || (!rule.Contains('/', StringComparison.Ordinal) && Uri.CheckHostName(rule.StartsWith("*.", StringComparison.Ordinal) ? rule[2..] : rule) == UriHostNameType.Dns);

    public bool Matches(string host) => RuleFor(host) is not null;

    public bool Matches(IPAddress address) => RuleFor(address) is not null;

    /// <returns>The rule that is about it; null: none.</returns>
    public string? RuleFor(string host)
    {
        if (IPAddress.TryParse(host, out var address)) return RuleFor(address);
        if (_all) return All;
        host = host.TrimEnd('.');
        if (_names.Contains(host)) return host;
        return _domains.Find(domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase)) is { } found ? $"*{found}" : null;
    }

    public string? RuleFor(IPAddress address)
    {
        if (_all) return All;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return _networks.Find(one => one.Network.Contains(address)).Rule;
    }

    private static IPNetwork? ReadNetwork(string rule)
    {
        if (IPNetwork.TryParse(rule, out var network)) return network;
        return IPAddress.TryParse(rule, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;
    }
}
