using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Cli.Commands;

/// <summary><c>orc list</c>: newest first.</summary>
internal static class ListCommand
{
    public static Command Create(CommonOptions common)
    {
        var state = new Option<string?>("--state") { Description = "connecting, connected, disconnected or failed" };
        state.AcceptOnlyFromAmong("connecting", "connected", "disconnected", "failed");
        var address = new Option<string?>("--address") { Description = "Contained in from or to" };
        var limit = new Option<int>("--limit") { Description = "1 to 200", DefaultValueFactory = _ => 20 };
        var cursor = new Option<string?>("--cursor") { Description = "The next_cursor of the page before" };
        return new Command("list", "List connects, newest first") { state, address, limit, cursor }.Does(async (line, stop) =>
        {
            using var service = common.Service(line);
            var page = await service.List(
                [("state", line.GetValue(state)), ("address", line.GetValue(address)), ("cursor", line.GetValue(cursor)),
                 ("limit", line.GetValue(limit).ToString(CultureInfo.InvariantCulture))],
                stop);
            if (common.IsJson(line)) Console.WriteLine(page.ToJsonString());
            else Write(page);
            return ExitCodes.Done;
        });
    }

    private static void Write(JsonNode page)
    {
        var rows = page["data"]!.AsArray();
        var width = rows.Select(row => ((string)row!["id"]!).Length).Append(2).Max();
        foreach (var row in rows)
        {
            var state = row!["reason"] is { } reason ? $"{row["state"]} ({reason})" : $"{row["state"]}";
            Console.WriteLine($"{((string)row["id"]!).PadRight(width)}  {row["created_at"]}  {state,-20}  {row["from"]} -> {row["to"]}");
        }

        if ((bool)page["has_more"]!) Console.WriteLine($"more: --cursor {page["next_cursor"]}");
    }
}
