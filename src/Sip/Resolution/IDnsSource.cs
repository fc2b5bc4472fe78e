using System.Net;

namespace Orchestrator.Sip.Resolution;

/// <param name="Service"><c>SIP+D2U</c> and the like.</param>
/// <param name="Replacement">The SRV name.</param>
public sealed record NaptrRecord(int Order, int Preference, string Flags, string Service, string Replacement);

public sealed record SrvRecord(int Priority, int Weight, int Port, string Target);

/// <summary>What the look-up asks of DNS. A name that does not exist has no records; an exception means that DNS did not answer.</summary>
public interface IDnsSource
{
    Task<IReadOnlyList<NaptrRecord>> Naptr(string name, CancellationToken cancellation);

    Task<IReadOnlyList<SrvRecord>> Srv(string name, CancellationToken cancellation);

    /// <summary>A and AAAA together, in the order they are to be tried.</summary>
    Task<IReadOnlyList<IPAddress>> Addresses(string name, CancellationToken cancellation);
}
