using Microsoft.AspNetCore.Connections;
using Orleans.Runtime.Messaging;

namespace Orchestrator.Gateway.Clustering;

internal static class ClusterFailure
{
    /// <summary>Whether this says "not now" (a silo gone, overloaded, or silent) rather than "never" (a bug).</summary>
    public static bool IsPassing(Exception exception) => exception
        is TimeoutException
        or OrleansMessageRejectionException
        or GatewayTooBusyException
        or LimitExceededException
        or ClientNotAvailableException
        or EnumerationAbortedException
        or ConnectionFailedException
        or ConnectionAbortedException
        or OrleansLifecycleCanceledException;
}
