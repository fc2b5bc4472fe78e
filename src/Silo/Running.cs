namespace Orchestrator.Silo;

/// <summary>From start to stop, and how a start that is refused ends.</summary>
internal static class Running
{
    /// <summary>
    /// Runs until it is told to stop. A start that fails (a refused address, a wrong setting, a port in use) is the operator's to
    /// mend: the last line says what it was, and the process ends with 1 rather than as a crash with a core dump.
    /// </summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunToTheEnd(this WebApplication app)
    {
        try
        {
            await app.StartAsync();
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
