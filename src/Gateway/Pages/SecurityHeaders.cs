using Microsoft.AspNetCore.Http;

namespace Orchestrator.Gateway.Pages;

/// <summary>Headers on every answer; a page says its own policy on top.</summary>
internal static class SecurityHeaders
{
    public static Task Add(HttpContext context, RequestDelegate next)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers.ContentSecurityPolicy = PageSecurity.Data;
        return next(context);
    }
}
