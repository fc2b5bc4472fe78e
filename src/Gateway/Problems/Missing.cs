using Microsoft.AspNetCore.Http;

namespace Orchestrator.Gateway.Problems;

/// <summary>What is not there, or is another project's: the two cannot be told apart.</summary>
internal static class Missing
{
    public static ProblemResult Connect { get; } =
        new(ProblemBody.Of(StatusCodes.Status404NotFound, ProblemCodes.ConnectNotFound, "There is no such connect."));

    public static ProblemResult Delivery { get; } =
        new(ProblemBody.Of(StatusCodes.Status404NotFound, ProblemCodes.DeliveryNotFound, "There is no such delivery (yet)."));

    public static ProblemResult Endpoint { get; } =
        new(ProblemBody.Of(StatusCodes.Status404NotFound, ProblemCodes.EndpointNotFound, "There is no such endpoint."));

    public static ProblemResult Queue { get; } =
        new(ProblemBody.Of(StatusCodes.Status404NotFound, ProblemCodes.QueueNotFound, "There is no such queue."));

    public static ProblemResult Call { get; } =
        new(ProblemBody.Of(StatusCodes.Status404NotFound, ProblemCodes.CallNotFound, "There is no such call."));
}
