using Microsoft.AspNetCore.Http;
using Orchestrator.Gateway.Problems;
using Orchestrator.Gateway.Requests;
using Orchestrator.Grains.Interfaces.Connects;

namespace Orchestrator.Gateway.Connects;

internal static class StartOutcomes
{
    /// <summary>Why a connect was not taken on, or null if it was, now or before.</summary>
    public static ProblemBody? ProblemOf(StartConnectOutcome outcome) => outcome switch
    {
        StartConnectOutcome.Accepted or StartConnectOutcome.Replayed => null,
        StartConnectOutcome.KeyReused => ProblemBody.Of(
            StatusCodes.Status422UnprocessableEntity,
            ProblemCodes.IdempotencyKeyReused,
            IdempotencyKey.Reused),
        StartConnectOutcome.CallNotFound => ProblemBody.Of(StatusCodes.Status404NotFound, ProblemCodes.CallNotFound, "There is no such call."),
        StartConnectOutcome.CallEnded => ProblemBody.Of(StatusCodes.Status409Conflict, ProblemCodes.CallEnded, "The call has ended."),
        StartConnectOutcome.CallBusy => ProblemBody.Of(StatusCodes.Status409Conflict, ProblemCodes.CallBusy, "The call is in another connect, in a queue, or has not been answered yet."),
        _ => throw new InvalidOperationException($"Unknown outcome {outcome}."),
    };
}
