using System.CommandLine;
using Orchestrator.Cli.Ladders;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc show ID</c>: what has happened so far, as a ladder.</summary>
internal static class ShowCommand
{
    public static Command Create(CommonOptions common)
    {
        var id = new Argument<string>("ID") { Description = "conn_… or call_…" };
        return new Command("show", "Show a connect or a call: its ladder, and how it ended") { id, CommonOptions.Whole }.Does(async (line, stop) =>
        {
            using var service = common.Service(line);
            var path = PathOf(line.GetValue(id)!);
            var shown = await service.Get(path, stop);
            if (common.IsJson(line))
            {
                Console.WriteLine(shown.ToJsonString());
                return ExitCodes.Done;
            }

            var timeline = await service.Get($"{path}/timeline", stop);
            var ladder = new Ladder(Console.Out, line.GetValue(CommonOptions.Whole));
            foreach (var entry in timeline["data"]!.AsArray()) ladder.Draw(entry!);
            ladder.Close(shown);
            return ExitCodes.Done;
        });
    }

    private static string PathOf(string id) =>
        $"/api/v1/{(id.StartsWith("call_", StringComparison.Ordinal) ? "calls" : "connects")}/{Uri.EscapeDataString(id)}";
}
