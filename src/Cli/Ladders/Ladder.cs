using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace Orchestrator.Cli.Ladders;

/// <summary>
/// A connect, or a call, as a ladder: a column for the connect, the caller and each leg, a row for each event, its sentence beside it.
/// Plain ASCII, so that it can be mailed, logged and compared.
/// </summary>
/// <param name="isWhole">Also what is no news to most readers: timers that are armed or cleared, webhooks that fall due.</param>
internal sealed class Ladder(TextWriter output, bool isWhole)
{
    private const int Step = 4;
    private static readonly string[] Quiet = ["timer.armed", "timer.cleared", "webhook.queued"];
    private readonly List<JsonNode> _early = [];
    private Lane[]? _lanes;

    /// <param name="entry">Of the timeline, as the service tells it. Rows begin with the entry that says how many legs there may be.</param>
    public void Draw(JsonNode entry)
    {
        if (_lanes is not null)
        {
            Row(entry);
            return;
        }

        _early.Add(entry);
        if (Kind(entry) == "connect.accepted") Begin(entry["details"]!["group_sizes"]!.AsArray().Sum(size => (int)size!));
    }

    /// <param name="shown">The connect, or the call, as the service shows it.</param>
    public void Close(JsonNode shown)
    {
        if (_lanes is null) Begin(_early.Max(entry => (int?)entry["leg"]) ?? 0);
        output.WriteLine();
        output.WriteLine((shown["verdict"] ?? shown["end_reason"]) is { } why ? $"{shown["state"]}: {why}" : $"{shown["state"]}");
        if (shown["direction"] is not null && shown["connect_id"] is { } connect) output.WriteLine($"Its connect: {connect}");
    }

    private void Begin(int legs)
    {
        // The connect, the caller, the legs.
        _lanes = [.. Enumerable.Range(0, legs + 2).Select(_ => new Lane())];
        output.WriteLine($"{"",11}{string.Concat(Enumerable.Range(0, _lanes.Length).Select(lane => NameOf(lane).PadRight(Step)))}".TrimEnd());
        foreach (var entry in _early) Row(entry);
    }

    private void Row(JsonNode entry)
    {
        if (!isWhole && Quiet.Contains(Kind(entry))) return;
        var at = (int?)entry["leg"] + 1 ?? 0;
        // A leg beyond those of the plan would be news; it is told all the same.
        var mark = at < _lanes!.Length ? _lanes[at].Take(Kind(entry)) : ' ';
        var row = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"{Offset((long)entry["offset_ms"]!),9}  "));
        for (var lane = 0; lane < _lanes.Length; lane++) row.Append($"{(lane == at ? mark : _lanes[lane].Life),-Step}");
        row.Append((bool?)entry["abnormal"] == true ? "! " : "  ").Append(Said(at, (string)entry["sentence"]!));
        output.WriteLine(Ascii(row));
    }

    /// <summary>A sentence may quote what somebody else wrote.</summary>
    private static string Ascii(StringBuilder row) => string.Concat(row.ToString().Select(one => char.IsAscii(one) ? one : '?'));

    private static string Said(int lane, string sentence) =>
        lane == 0 || sentence.StartsWith($"{NameOf(lane)} ", StringComparison.Ordinal) ? sentence : $"{NameOf(lane)}: {sentence}";

    private static string Kind(JsonNode entry) => (string)entry["kind"]!;

    private static string NameOf(int lane) => lane switch { 0 => "C", 1 => "A", _ => $"B{lane - 1}" };

    private static string Offset(long milliseconds) => milliseconds < 60_000
        ? string.Create(CultureInfo.InvariantCulture, $"+{milliseconds / 1000.0:0.000}")
        : string.Create(CultureInfo.InvariantCulture, $"+{milliseconds / 60_000}:{milliseconds % 60_000 / 1000.0:00.000}");
}
