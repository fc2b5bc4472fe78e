using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary>How a command is carried out: what goes wrong is a sentence on standard error, and the exit code.</summary>
internal static class Actions
{
    public static Command Does(this Command command, Func<ParseResult, CancellationToken, Task<int>> action)
    {
        command.SetAction(async (line, stop) =>
        {
            try
            {
                return await action(line, stop);
            }
            catch (UserErrorException error)
            {
                await Console.Error.WriteLineAsync($"orc: {error.Message}");
                return error.Code;
            }
        });
        return command;
    }
}
