using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

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
            await app.StartAsync();
        }
        catch (Exception) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Told to stop before it had started.
            return 0;
        }
        catch (Exception refusal)
        {
            await Console.Error.WriteLineAsync($"Not started: {refusal.Message}");
            return 1;
        }

        await app.WaitForShutdownAsync();
        return 0;
    }
}
