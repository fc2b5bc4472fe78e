using Microsoft.AspNetCore.Http;
using Orchestrator.Gateway.Problems;

namespace Orchestrator.Gateway.Requests;

/// <summary>
/// Refuses what another site makes a browser send: a browser that knows the token of the console would add it, and a body of any
/// content type is read here. Programs that are no browsers do not send the header.
/// </summary>
internal static class CrossSite
{
    private const string Header = "Sec-Fetch-Site";

    public static Task Refuse(HttpContext context, RequestDelegate next)
    {
        var method = context.Request.Method;
        var harmless = HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method);
        return harmless || context.Request.Headers[Header].ToString() is "" or "same-origin" or "none"
            ? next(context)
            : ProblemWriter.Write(context, ProblemBody.Of(
                StatusCodes.Status403Forbidden, ProblemCodes.CrossSiteRequest, "A page of another site sent this request."));
    }
}
