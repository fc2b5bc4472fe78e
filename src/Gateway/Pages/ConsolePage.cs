using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Orchestrator.Gateway.Pages;

/// <summary>
/// Serves the console's files: <c>index.html</c> at <c>/</c>, the others at their own paths. Needs no credentials; its API calls do.
/// </summary>
internal static class ConsolePage
{
    private const string Index = "index.html";

    public static void MapConsole(this IEndpointRouteBuilder endpoints)
    {
        var files = EmbeddedFile.All(typeof(ConsolePage).Assembly).ToList();
        foreach (var file in files) Map(endpoints, $"/{file.Path}", context => Send(context, file));

        var index = files.Find(file => file.Path == Index);
        Map(endpoints, "/", context => index is null ? ToReference(context) : Send(context, index));
    }

    private static void Map(IEndpointRouteBuilder endpoints, string path, Func<HttpContext, Task> send) =>
        endpoints.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], new RequestDelegate(send)).AllowAnonymous().ExcludeFromDescription();

    /// <summary>Asked again for every time, sent again only when it has changed.</summary>
    private static Task Send(HttpContext context, EmbeddedFile file)
    {
        context.Response.Headers.ContentSecurityPolicy = PageSecurity.Console;
        context.Response.Headers.CacheControl = "no-cache";
        return Results.Bytes(file.Content, file.ContentType, entityTag: file.Tag).ExecuteAsync(context);
    }

    private static Task ToReference(HttpContext context)
    {
        context.Response.Redirect("/docs");
        return Task.CompletedTask;
    }
}
