using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace Orchestrator.Sip.Resolution;

/// <summary>DNS as the machine is configured to ask it, with a cache that keeps to the records' time to live.</summary>
public sealed class DnsSource : IDnsSource
{
    private readonly LookupClient _client;

    /// <param name="servers">Name servers; those of the system if none are given.</param>
    public DnsSource(params IPEndPoint[] servers)
    {
        ArgumentNullException.ThrowIfNull(servers);
        var options = servers.Length > 0 ? new LookupClientOptions(servers) : new LookupClientOptions();
        options.Timeout = TimeSpan.FromSeconds(2);
        options.Retries = 1;
        options.ThrowDnsErrors = false;
        _client = new LookupClient(options);
    }

    public async Task<IReadOnlyList<NaptrRecord>> Naptr(string name, CancellationToken cancellation) =>
    [
        .. (await Ask(name, QueryType.NAPTR, cancellation).ConfigureAwait(false)).OfType<NAPtrRecord>()
            .Select(record => new NaptrRecord(record.Order, record.Preference, record.Flags, record.Services, Trimmed(record.Replacement))),
    ];

    public async Task<IReadOnlyList<SrvRecord>> Srv(string name, CancellationToken cancellation) =>
    [
        .. (await Ask(name, QueryType.SRV, cancellation).ConfigureAwait(false)).OfType<DnsClient.Protocol.SrvRecord>()
            .Select(record => new SrvRecord(record.Priority, record.Weight, record.Port, Trimmed(record.Target))),
    ];

    public async Task<IReadOnlyList<IPAddress>> Addresses(string name, CancellationToken cancellation)
    {
        // The system's own names (/etc/hosts) are not in DNS.
        if (await InHosts(name, cancellation).ConfigureAwait(false) is { Count: > 0 } own) return own;
        var v4 = Ask(name, QueryType.A, cancellation);
        var v6 = Ask(name, QueryType.AAAA, cancellation);
        return
        [
            .. (await v4.ConfigureAwait(false)).OfType<ARecord>().Select(record => record.Address),
            .. (await v6.ConfigureAwait(false)).OfType<AaaaRecord>().Select(record => record.Address),
        ];
    }

    private static async Task<IReadOnlyList<IPAddress>> InHosts(string name, CancellationToken cancellation)
    {
        if (name.Contains('.', StringComparison.Ordinal)) return [];
        try
        {
            return await Dns.GetHostAddressesAsync(name, cancellation).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            return [];
        }
    }

    private async Task<IReadOnlyList<DnsResourceRecord>> Ask(string name, QueryType type, CancellationToken cancellation)
    {
        var answer = await _client.QueryAsync(name, type, cancellationToken: cancellation).ConfigureAwait(false);
        return answer.Answers;
    }

    private static string Trimmed(DnsString name) => name.Value.TrimEnd('.');
}
