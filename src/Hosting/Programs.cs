using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace Orchestrator.Hosting;

/// <summary>How a program of this service begins.</summary>
public static class Programs
{
    internal const string DefaultAddress = "http://127.0.0.1:8080";

    /// <summary>Settings are found beside the program, from whatever folder it is started.</summary>
    public static WebApplicationBuilder CreateBuilder(string[] args) =>
        WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });

    /// <summary>Listens on 127.0.0.1:8080 unless the usual settings of ASP.NET name an address.</summary>
    public static void ListenOnLoopbackByDefault(this WebApplicationBuilder builder)
    {
        var settings = builder.Configuration;
        var isTold = settings["urls"] is not null || settings["http_ports"] is not null || settings["https_ports"] is not null
            || settings.GetSection("Kestrel:Endpoints").GetChildren().Any();
        if (!isTold)
            builder.WebHost.UseUrls(DefaultAddress);
    }
}
