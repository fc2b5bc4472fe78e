using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Orchestrator.Hosting;

/// <summary>From start to stop, and how a start that is refused ends.</summary>
public static class Running
{
    /// <summary>
    /// Runs until it is told to stop. A start that fails (a refused address, a wrong setting, a port in use, a Redis that is away) is
    /// the operator's to mend, or passes: the last line says what it was, and the process ends with 1 rather than as a crash with a
    /// core dump.
    /// </summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunToTheEnd(this WebApplication app)
    {
        try
        {
            // Before anything is made out of a wrong setting, which would then be the only one that is named.
            app.Services.GetService<IStartupValidator>()?.Validate();
            await app.StartAsync();
        }
        catch (Exception) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop before it had started.
            return 0;
        }
        catch (Exception refusal)
        {
            await Console.Error.WriteLineAsync($"Not started: {Reasons(refusal)}");
            return 1;
        }

        await app.WaitForShutdownAsync();
        return 0;
    }

    private static string Reasons(Exception refusal) => refusal is AggregateException several
        ? string.Join(' ', several.Flatten().InnerExceptions.Select(one => one.Message))
        : refusal.Message;
}
