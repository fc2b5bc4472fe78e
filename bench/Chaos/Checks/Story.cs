using System.Globalization;
using System.Text.Json.Nodes;

namespace Orchestrator.Chaos.Checks;

/// <summary>A line of a timeline, as it is stored. Members of no value are not there.</summary>
internal sealed record Line(DateTimeOffset At, string? CallId, string? ConnectId, JsonObject Event)
{
    public string Kind { get; } = Event["kind"]!.GetValue<string>();

    public static Line Of(string text)
    {
        var json = JsonNode.Parse(text)!;
        return new Line(json["at"]!.GetValue<DateTimeOffset>(), Text(json, "call_id"), Text(json, "connect_id"), json["event"]!.AsObject());
    }

    public string? Of(string name, string? otherwise) => Text(Event, name) ?? otherwise;

    public double Number(string name) => Event[name]?.GetValue<double>() ?? 0;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{At:HH:mm:ss.fff} {(CallId is null ? "connect" : Leg(CallId)),-7} {Kind,-24} {Of("sentence", "")}");

    private static string Leg(string callId) => callId.Split('_') is [_, _, _, var number] ? $"B{number}" : "A";

    private static string? Text(JsonNode json, string name) => json[name]?.GetValue<string>();
}

/// <summary>All that the store says of one session.</summary>
internal sealed class Story(string session, IReadOnlyList<Line> lines)
{
    public string Session => session;

    public IReadOnlyList<Line> Lines => lines;

    public string CallerId => $"call_{session}";

    /// <summary>Lines of a kind, of the connect or of any leg.</summary>
    public IEnumerable<Line> All(string kind) => lines.Where(line => line.Kind == kind);

    public int Count(string kind) => All(kind).Count();

    public IEnumerable<IGrouping<string, Line>> Legs => lines.Where(line => line.CallId is not null).GroupBy(line => line.CallId!);

    /// <summary>Whether an owner was lost while it held something of this session.</summary>
    public bool WasTakenUp => lines.Any(line => line.Kind is "node.owner_restored" or "node.owner_absent");

    /// <summary>Whether the node that carried its legs was lost.</summary>
    public bool LostItsNode => lines.Any(line =>
        line.Of("detail", "")!.Contains("node that carried it is gone", StringComparison.Ordinal)
        || line.Of("how", "")!.Contains("its node is gone", StringComparison.Ordinal));
}
