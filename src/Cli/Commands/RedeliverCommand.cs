using System.CommandLine;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc redeliver ID</c>: a webhook that was given up is sent again.</summary>
internal static class RedeliverCommand
{
    public static Command Create(CommonOptions common)
    {
        var id = new Argument<string>("ID") { Description = "Of the delivery, as the list of dead letters has it" };
        return new Command("redeliver", "Send a webhook again that was given up") { id }.Does(async (line, stop) =>
        {
            using var service = common.Service(line);
            var answer = await service.Post($"/api/v1/webhooks/deliveries/{Uri.EscapeDataString(line.GetValue(id)!)}/redeliver", stop);
            Console.WriteLine(common.IsJson(line) ? answer.ToJsonString() : $"{line.GetValue(id)}: is sent again");
            return ExitCodes.Done;
        });
    }
}
