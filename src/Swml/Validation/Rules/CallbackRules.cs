using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Validation.Rules;

/// <summary>What is reported, and how.</summary>
internal static class CallbackRules
{
    private const string Names = "created, ringing, answered or ended, each once";

    /// <summary>An empty list asks for no event at all.</summary>
    public static object? Events(ValueReader reader, SwmlNode node)
    {
        var events = CallStateEvents.None;
        reader.List<object>(node, $"a list of {Names}", item => reader.Parsed<object>(item, Names, text => Add(ref events, text)));
        return events;
    }

    public static object? Method(ValueReader reader, SwmlNode node) => reader.Text(node, "GET or POST", text => text is "GET" or "POST");

    private static string? Add(ref CallStateEvents events, string name)
    {
        var named = name switch
        {
            "created" => CallStateEvents.Created,
            "ringing" => CallStateEvents.Ringing,
            "answered" => CallStateEvents.Answered,
            "ended" => CallStateEvents.Ended,
            _ => CallStateEvents.None,
        };
        var isNew = named is not CallStateEvents.None && !events.HasFlag(named);
        events |= named;
        return isNew ? name : null;
    }
}
