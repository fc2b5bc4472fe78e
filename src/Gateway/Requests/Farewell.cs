using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Orchestrator.Gateway.Requests;

/// <summary>
/// A process that drains closes each connection behind its answer, so that none is in use when the listener goes: a request that is
/// sent just then on a connection just closed would be lost.
/// </summary>
internal static class Farewell
{
    public static Task Say(HttpContext context, RequestDelegate next)
    {
        if (HttpProtocol.IsHttp11(context.Request.Protocol) && context.RequestServices.GetRequiredService<GatewayState>().IsDraining)
            context.Response.Headers.Connection = "close";
        return next(context);
    }
}
