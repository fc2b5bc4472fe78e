using System.CommandLine;
using Orchestrator.Cli.Ladders;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc show ID</c>: what has happened so far, as a ladder.</summary>
internal static class ShowCommand
{
    public static Command Create(CommonOptions common)
    {
        var id = new Argument<string>("ID") { Description = "conn_…" };
        return new Command("show", "Show a connect: its ladder and its verdict") { id, CommonOptions.Whole }.Does(async (line, stop) =>
        {
            using var service = common.Service(line);
            var connect = await service.Get($"/api/v1/connects/{Uri.EscapeDataString(line.GetValue(id)!)}", stop);
            if (common.IsJson(line))
            {
                Console.WriteLine(connect.ToJsonString());
                return ExitCodes.Done;
            }

            var timeline = await service.Get($"/api/v1/connects/{Uri.EscapeDataString(line.GetValue(id)!)}/timeline", stop);
            var ladder = new Ladder(Console.Out, line.GetValue(CommonOptions.Whole));
            foreach (var entry in timeline["data"]!.AsArray()) ladder.Draw(entry!);
            ladder.Close(connect);
            return ExitCodes.Done;
        });
    }
}
