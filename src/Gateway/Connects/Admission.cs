using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Orchestrator.Gateway.Connects;

/// <summary>
/// How many connects may wait to be accepted at once. Beyond it a request is refused at once instead of waiting: under overload a
/// caller who is told to come back is better off than one who hears nothing, and calls under way keep their processor.
/// </summary>
internal sealed class Admission(IOptions<GatewayOptions> options) : IDisposable
{
    private readonly ConcurrencyLimiter _places = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = options.Value.MaxConnectsInFlight,
        QueueLimit = 0,
    });

    /// <returns>A place, acquired or not; to be disposed of when the request is answered.</returns>
    public RateLimitLease Enter() => _places.AttemptAcquire();

    public void Dispose() => _places.Dispose();
}
