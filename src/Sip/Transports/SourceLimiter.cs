using System.Collections.Concurrent;
using System.Net;

namespace Orchestrator.Sip.Transports;

/// <summary>Lets each source send so many messages a second, and as many at once. Beyond it nothing is answered: a scanner sees nothing.</summary>
/// <param name="perSecond">Messages a second and source; 0 for no limit.</param>
public sealed class SourceLimiter(int perSecond, TimeProvider time)
{
    private const int MostSources = 100_000;
    private readonly ConcurrentDictionary<IPAddress, Bucket> _buckets = new();

    public bool Admits(IPAddress source)
    {
        if (perSecond <= 0) return true;
        // Sources can be forged: the table is thrown away before it fills the memory.
        if (_buckets.Count > MostSources) _buckets.Clear();
        return _buckets.GetOrAdd(source, _ => new Bucket(perSecond, time.GetTimestamp())).TryTake(perSecond, time);
    }

    private sealed class Bucket(double tokens, long at)
    {
        private readonly Lock _gate = new();
        private double _tokens = tokens;
        private long _at = at;

        public bool TryTake(int perSecond, TimeProvider time)
        {
            lock (_gate)
            {
                var now = time.GetTimestamp();
                _tokens = Math.Min(perSecond, _tokens + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
                _at = now;
                if (_tokens < 1) return false;
                _tokens--;
                return true;
            }
        }
    }
}
