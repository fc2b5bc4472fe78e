using System.CommandLine;
using System.Text.Json.Nodes;
using Orchestrator.Cli.Documents;
using Orchestrator.Cli.Ladders;
using Orchestrator.Cli.Service;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc run FILE --follow</c>: checked here, carried out there, drawn as it happens.</summary>
internal static class RunCommand
{
    private static readonly Argument<string> FileArgument =
        new("FILE") { Description = "A request, a SWML document (its first connect is run) or a connect object; - is standard input" };

    private static readonly Option<bool> Follow =
        new("--follow", "-f") { Description = "Draw what happens until it is over; exit code 5 if the connect fails" };

    private static readonly Option<string> From =
        new("--from") { Description = "The caller, unless the file names one", DefaultValueFactory = _ => "+15550100001" };

    private static readonly Option<string> To =
        new("--to") { Description = "Whom he called, unless the file says it", DefaultValueFactory = _ => "+15550100002" };

    private static readonly Option<string?> Key =
        new("--key") { Description = "Idempotency-Key: the same command again starts nothing new" };

    public static Command Create(CommonOptions common) =>
        new Command("run", "Run a connect") { FileArgument, Follow, CommonOptions.Whole, From, To, Key }
            .Does((line, stop) => Run(common, line, stop));

    private static async Task<int> Run(CommonOptions common, ParseResult line, CancellationToken stop)
    {
        var (path, isJson) = (line.GetValue(FileArgument)!, common.IsJson(line));
        var file = await DocumentFile.Read(path, stop);
        if (file.Errors.Length > 0)
        {
            ErrorReport.Write(isJson ? Console.Out : Console.Error, path, file.Errors, isJson);
            return ExitCodes.Invalid;
        }

        using var service = common.Service(line);
        var accepted = await service.Start(RequestBody.Of(file, line.GetValue(From)!, line.GetValue(To)!), line.GetValue(Key), stop);
        var id = (string)accepted["id"]!;
        if (!line.GetValue(Follow))
        {
            Console.WriteLine(isJson ? accepted.ToJsonString() : id);
            return ExitCodes.Done;
        }

        if (!isJson) Console.WriteLine(id);
        var ladder = new Ladder(Console.Out, line.GetValue(CommonOptions.Whole));
        return CodeOf(await Tell(service, id, isJson ? null : ladder, stop));
    }

    /// <param name="ladder">Null: a line of JSON an event.</param>
    /// <returns>The connect as it ended.</returns>
    private static async Task<JsonNode> Tell(ServiceClient service, string id, Ladder? ladder, CancellationToken stop)
    {
        await foreach (var happened in service.Follow(id, stop))
        {
            if (ladder is null) Console.WriteLine(happened.Data.ToJsonString());
            else if (happened.IsEnd) ladder.Close(happened.Data);
            else ladder.Draw(happened.Data);
            if (happened.IsEnd) return happened.Data;
        }

        throw new UserErrorException(ExitCodes.Unavailable, $"The event stream of {id} was lost; the connect goes on: orc show {id}");
    }

    private static int CodeOf(JsonNode connect) => (string?)connect["state"] == "failed" ? ExitCodes.Failed : ExitCodes.Done;
}
