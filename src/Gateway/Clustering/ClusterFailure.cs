using Microsoft.AspNetCore.Connections;
using Orleans.Runtime.Messaging;
using Orleans.Serialization;

namespace Orchestrator.Gateway.Clustering;

internal static class ClusterFailure
{
    /// <summary>Whether this says "not now" (a silo gone, overloaded, or silent; the store away) rather than "never" (a bug).</summary>
    public static bool IsPassing(Exception exception) =>
        IsLostOnTheWay(exception) || IsRefused(exception) || SaysStoreIsAway(exception);

    /// <summary>Whether asking again soon may meet a silo that answers. One that refuses would refuse again, and be no better for it.</summary>
    public static bool IsCurable(Exception exception) => IsLostOnTheWay(exception) && !SaysStoreIsAway(exception);

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

    private static bool IsRefused(Exception exception) => exception is GatewayTooBusyException or LimitExceededException;

    /// <summary>
    /// The engine's own exceptions are not known here. Inside a silo they come as they are; to a client of it as an answer that it cannot read.
    /// </summary>
    private static bool SaysStoreIsAway(Exception exception) =>
        exception is SerializerException || exception.GetType().Name is "StoreUnavailableException" or "StaleOwnerException"
        || (exception.InnerException is { } cause && SaysStoreIsAway(cause));
}
