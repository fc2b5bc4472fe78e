using System.Collections.Frozen;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Orchestrator.Gateway.Lists;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Gateway.Timelines;

/// <summary>Shows entries as the API does. Made for one connect or call: offsets count from its first entry.</summary>
internal sealed class EntryRenderer(DateTimeOffset start)
{
    private static readonly FrozenDictionary<Type, string> Kinds = typeof(TimelineEvent)
        .GetCustomAttributes<JsonDerivedTypeAttribute>()
        .ToFrozenDictionary(kind => kind.DerivedType, kind => (string)kind.TypeDiscriminator!);

    // What every event has is said beside the details, not again in them.
    private static readonly string[] NoDetails = ["sentence", "is_abnormal"];

    /// <param name="entries">All of them, from the first.</param>
    public static Page<EntryBody> PageOf(IReadOnlyList<TimelineEntry> entries)
    {
        if (entries.Count == 0) return new Page<EntryBody>([], null, false);
        var renderer = new EntryRenderer(entries[0].At);
        return new Page<EntryBody>([.. entries.Select(renderer.Render)], null, false);
    }

    public EntryBody Render(TimelineEntry entry) => new(
        entry.Sequence,
        entry.At,
        (long)(entry.At - start).TotalMilliseconds,
        entry.CallId,
        entry.ConnectId,
        LegOf(entry.CallId),
        Kinds[entry.Event.GetType()],
        entry.Event.Sentence,
        entry.Event.IsAbnormal,
        Details(entry.Event));

    /// <summary><c>call_S</c> is the caller, <c>call_S_N_L</c> leg L.</summary>
    private static int? LegOf(string? callId)
    {
        if (callId is null) return null;
        var parts = callId.Split('_');
        return parts.Length == 4 ? int.Parse(parts[3], CultureInfo.InvariantCulture) : 0;
    }

    /// <summary>Written as the event that it is, not as one of many: <c>kind</c> among the details is then a fact of its own.</summary>
    private static JsonObject Details(TimelineEvent happened)
    {
        var details = JsonSerializer.SerializeToNode(happened, GatewayJson.Readable.GetTypeInfo(happened.GetType())!)!.AsObject();
        foreach (var name in NoDetails) details.Remove(name);
        return details;
    }
}
