using Microsoft.AspNetCore.Http;

namespace Orchestrator.Gateway.Problems;

/// <summary>Problems for answers that routing gives by itself: no such path, no such method.</summary>
internal static class BareStatus
{
    public static Task Explain(HttpContext context)
    {
        var status = context.Response.StatusCode;
        return ProblemWriter.Write(context, status switch
        {
            StatusCodes.Status404NotFound => ProblemBody.Of(status, ProblemCodes.NotFound, "There is nothing at this path."),
            StatusCodes.Status405MethodNotAllowed =>
                ProblemBody.Of(status, ProblemCodes.MethodNotAllowed, "This path does not take that method; see the Allow header."),
            _ => ProblemBody.Of(status, ProblemCodes.BadRequest, "The request could not be understood."),
        });
    }
}
