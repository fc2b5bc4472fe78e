using System.Net;
using Orchestrator.Sip.Resolution;

namespace Orchestrator.Sip.Tests.UserAgents;

internal sealed class FakeDns : IDnsSource
{
    public Dictionary<string, List<NaptrRecord>> NaptrRecords { get; } = [];

    public Dictionary<string, List<SrvRecord>> SrvRecords { get; } = [];

    public Dictionary<string, List<IPAddress>> Hosts { get; } = [];

    public List<string> Asked { get; } = [];

    public Task<IReadOnlyList<NaptrRecord>> Naptr(string name, CancellationToken cancellation) => Ask("NAPTR", name, NaptrRecords);

    public Task<IReadOnlyList<SrvRecord>> Srv(string name, CancellationToken cancellation) => Ask("SRV", name, SrvRecords);

    public Task<IReadOnlyList<IPAddress>> Addresses(string name, CancellationToken cancellation) => Ask("A", name, Hosts);

    private Task<IReadOnlyList<T>> Ask<T>(string type, string name, Dictionary<string, List<T>> records)
    {
        Asked.Add($"{type} {name}");
        return Task.FromResult<IReadOnlyList<T>>(records.TryGetValue(name, out var found) ? found : []);
    }
}
