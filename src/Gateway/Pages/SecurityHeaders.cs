using Microsoft.AspNetCore.Http;

namespace Orchestrator.Gateway.Pages;

/// <summary>Headers on every answer, also those that a failure begins anew; a page says its own policy and how long it keeps.</summary>
internal static class SecurityHeaders
{
    public static Task Add(HttpContext context, RequestDelegate next)
    {
        context.Response.OnStarting(static state => Complete((HttpResponse)state), context.Response);
        return next(context);
    }

    private static Task Complete(HttpResponse response)
    {
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        if (response.Headers.ContentSecurityPolicy.Count == 0) response.Headers.ContentSecurityPolicy = PageSecurity.Data;
        if (response.Headers.CacheControl.Count == 0) response.Headers.CacheControl = "no-store";
        return Task.CompletedTask;
    }
}
