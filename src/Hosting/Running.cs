using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Orchestrator.Hosting;

/// <summary>A program of this service from start to stop, and how a start that is refused ends.</summary>
public static class Running
{
    /// <summary>
    /// Runs until it is told to stop. A start that fails (a refused address, a wrong setting, a port in use, a Redis that is away) is
    /// the operator's to mend, or passes: what it was is said at the end, behind what was logged until then (a part of the host that fails
    /// later may have a word yet), and the process ends with 1 rather than as a crash with a core dump.
    /// </summary>
    /// <param name="add">The program's parts.</param>
    /// <param name="use">What answers requests.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> Run(string[] args, Action<WebApplicationBuilder> add, Action<WebApplication> use)
    {
        if (HealthProbe.IsWanted(args))
            return await HealthProbe.Ask(args);

        WebApplication? app = null;
        Exception? refusal = null;
        try
        {
            app = Build(args, add, use);
            await app.StartAsync();
        }
        catch (Exception failure)
        {
            refusal = failure;
        }

        var isToldToStop = false;
        await using (app)
        {
            if (refusal is null)
                await app!.WaitForShutdownAsync();
            else
                isToldToStop = app?.Lifetime.ApplicationStopping.IsCancellationRequested == true;
        }

        if (refusal is null || isToldToStop)
            return 0;
        // Logs are written in the background, up to the end of what was just disposed.
        foreach (var reason in Reasons(refusal))
            await Console.Error.WriteLineAsync($"Not started: {reason}");
        return 1;
    }

    private static WebApplication Build(string[] args, Action<WebApplicationBuilder> add, Action<WebApplication> use)
    {
        var builder = Programs.CreateBuilder(args);
        builder.ListenOnLoopbackByDefault();
        add(builder);
        // Before anything is made out of a wrong setting, which would then be the only one that is named.
        using (var services = builder.Services.BuildServiceProvider())
            services.GetService<IStartupValidator>()?.Validate();
        var app = builder.Build();
        use(app);
        return app;
    }

    private static IEnumerable<string> Reasons(Exception refusal) => refusal switch
    {
        AggregateException several => several.Flatten().InnerExceptions.SelectMany(Reasons).Distinct(StringComparer.Ordinal),
        OptionsValidationException settings => settings.Failures,
        _ => [refusal.Message],
    };
}
