using System.Collections.Concurrent;
using System.Net;

namespace Orchestrator.Sip.Transports;

/// <summary>
/// Whether a request that is large for UDP goes by TCP instead (RFC 3261 section 18.1.1). Where a firewall drops TCP without a word, nobody waits for it
/// longer than a moment, and then not again for a while.
/// </summary>
internal sealed class TcpUpgrade(TransportLayer transports, TimeProvider time)
{
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(750);
    public static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);
    private const int MostRemembered = 10_000;

    private readonly ConcurrentDictionary<IPEndPoint, long> _failed = new();

    public bool IsWorthATry(SipTarget target) => transports.Find(ByTcp(target)) is not null && !HasFailed(target.EndPoint);

    /// <summary>Connects there.</summary>
    /// <param name="told">Once, and soon: the target by TCP, or <c>null</c> if it is not to be had.</param>
    public void Open(SipTarget target, Action<SipTarget?> told)
    {
        var tcp = ByTcp(target);
        var open = told;
        void Tell(SipTarget? way)
        {
            if (Interlocked.Exchange(ref open, null) is not { } once) return;
            if (way is null) Failed(target);
            once(way);
        }

        var timer = time.CreateTimer(_ => Tell(null), null, Patience, Timeout.InfiniteTimeSpan);
        _ = transports.Connect(tcp).ContinueWith(
            done =>
            {
                timer.Dispose();
                // Looked at, so that nobody is told of it who cannot do anything about it.
                _ = done.Exception;
                Tell(done.IsCompletedSuccessfully ? tcp : null);
            },
            CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public void Failed(SipTarget target)
    {
        if (_failed.Count >= MostRemembered) _failed.Clear();
        _failed[target.EndPoint] = time.GetTimestamp();
    }

    private bool HasFailed(IPEndPoint endPoint)
    {
        if (!_failed.TryGetValue(endPoint, out var at)) return false;
        if (time.GetElapsedTime(at) < Memory) return true;
        _failed.TryRemove(new(endPoint, at));
        return false;
    }

    private static SipTarget ByTcp(SipTarget target) => target with { Protocol = SipProtocol.Tcp };
}
