using Microsoft.AspNetCore.Connections;
using Orchestrator.Grains.Interfaces.Failures;
using Orleans.Runtime.Messaging;

namespace Orchestrator.Gateway.Clustering;

internal static class ClusterFailure
{
    /// <summary>Whether this says "not now" (a silo gone, overloaded, or silent; the store away) rather than "never" (a bug).</summary>
    public static bool IsPassing(Exception exception) =>
        IsLostOnTheWay(exception) || exception is PassingFailureException or GatewayTooBusyException or LimitExceededException;

    /// <summary>Whether asking again soon may meet a silo that answers. One that refuses would refuse again, and be no better for it.</summary>
    public static bool IsCurable(Exception exception) => IsLostOnTheWay(exception) || exception is StaleOwnerException;

    private static bool IsLostOnTheWay(Exception exception) => exception
        is TimeoutException
        or OrleansMessageRejectionException
        or ClientNotAvailableException
        or EnumerationAbortedException
        or ConnectionFailedException
        or ConnectionAbortedException
        or OrleansLifecycleCanceledException
        // Over there: who asked is looked at before.
        or OperationCanceledException;
}
