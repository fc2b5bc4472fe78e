using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Gateway.Clustering;

namespace Orchestrator.Gateway.Problems;

/// <summary>Turns what went wrong behind a request into a problem, without its details: those are in the log, under the trace id.</summary>
internal sealed partial class FailureHandler(IOptions<GatewayOptions> options, ILogger<FailureHandler> logger) : IExceptionHandler
{
    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        // The client has gone: there is nobody to tell, and nothing is wrong.
        if (context.RequestAborted.IsCancellationRequested) return true;

        await ProblemWriter.Write(context, ProblemOf(context, exception));
        return true;
    }

    private ProblemBody ProblemOf(HttpContext context, Exception exception)
    {
        switch (exception)
        {
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return ProblemBody.Of(StatusCodes.Status413PayloadTooLarge, ProblemCodes.BodyTooLarge, "The body is too large.");
            case BadHttpRequestException bad:
                return ProblemBody.Of(bad.StatusCode, ProblemCodes.BadRequest, "The request is broken HTTP.");
            case var _ when ClusterFailure.IsPassing(exception):
                LogUnavailable(exception, ProblemWriter.TraceIdOf(context), exception.GetType().Name);
                return ProblemBody.Unavailable(
                    ProblemCodes.Unavailable,
                    "The cluster did not answer. Whether the request was carried out is not known; "
                        + "repeat it, with the same Idempotency-Key if it had one.",
                    options.Value.RetryAfter);
            default:
                LogUnexpected(exception, ProblemWriter.TraceIdOf(context));
                return ProblemBody.Of(
                    StatusCodes.Status500InternalServerError, ProblemCodes.InternalError, "Something broke here; it is logged under this traceId.");
        }
    }
}
