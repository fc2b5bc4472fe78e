using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace Orchestrator.Outbound;

/// <summary>
/// A network that an operator opens: <c>10.1.0.0/16</c>, <c>10.1.2.3/32:8080</c>, <c>[fd12::/16]:8000-8999</c>. Without ports, all of them.
/// </summary>
public sealed record AllowedNetwork(IPNetwork Network, int FirstPort, int LastPort)
{
    public static bool TryParse(string? written, [NotNullWhen(true)] out AllowedNetwork? allowed)
    {
        allowed = null;
        var text = written?.Trim() ?? "";
        var (network, ports) = text.StartsWith('[') && text.IndexOf(']', StringComparison.Ordinal) is > 0 and var end
            ? (text[1..end], text[(end + 1)..])
            : text.Contains('.', StringComparison.Ordinal) && text.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon
                ? (text[..colon], text[colon..])
                : (text, "");
        if (!IPNetwork.TryParse(network, out var parsed) || !TryPorts(ports, out var first, out var last))
            return false;
        allowed = new(parsed, first, last);
        return true;
    }

    public bool Contains(IPAddress address, int port) => port >= FirstPort && port <= LastPort && Network.Contains(address);

    private static bool TryPorts(string text, out int first, out int last)
    {
        (first, last) = (1, 65535);
        if (text.Length == 0)
            return true;
        if (text[0] != ':')
            return false;
        var parts = text[1..].Split('-');
        return parts.Length <= 2 && IsPort(parts[0], out first) && IsPort(parts[^1], out last) && first <= last;
    }

    private static bool IsPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is >= 1 and <= 65535;
}
