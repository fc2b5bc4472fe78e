using Orchestrator.Gateway.Connects;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Gateway.Calling;

/// <summary>What <c>calling.play</c> is given, in SWML's words. Members of an item stand beside its type, or in its <c>params</c>.</summary>
internal sealed class PlayItems(EnvelopeErrors errors)
{
    private static readonly string[] VoiceMembers = ["language", "gender", "voice"];

    private readonly Dictionary<string, TextNode> _voice = [];

    /// <summary>Playables in order; what is no item is reported, and stands for silence.</summary>
    public IReadOnlyList<string> Playables { get; private set; } = [];

    /// <summary>How spoken text is to sound, as <c>play</c> has it.</summary>
    public IEnumerable<KeyValuePair<string, string>> Voice =>
        _voice.Select(pair => KeyValuePair.Create($"say_{pair.Key}", pair.Value.Value));

    public void Read(SwmlNode node)
    {
        if (node is ListNode { Items: { IsEmpty: false } items }) Playables = [.. items.Select(One)];
        else errors.Invalid(node, "a list of what is to be played, at least one");
    }

    private string One(SwmlNode node)
    {
        if (node is not ObjectNode item || item["type"] is not TextNode { Value: var type })
        {
            errors.Invalid(node, "an object with a type: audio, tts, silence or ringtone");
            return "silence:1";
        }

        var members = item["params"] as ObjectNode ?? item;
        return type switch
        {
            "audio" => Text(members, "url") ?? "",
            "tts" => Spoken(members),
            "silence" => $"silence:{Number(members, "duration")}",
            "ringtone" when members["duration"] is null => $"ring:{Text(members, "name")}",
            "ringtone" => $"ring:{Number(members, "duration")}:{Text(members, "name")}",
            _ => Unknown(item["type"]!),
        };
    }

    private string Spoken(ObjectNode members)
    {
        foreach (var name in VoiceMembers)
        {
            if (members[name] is not { } node) continue;
            if (node is not TextNode text) errors.Invalid(node, "a text");
            else if (!_voice.TryAdd(name, text) && _voice[name].Value != text.Value) errors.Invalid(node, $"the same {name} for all that is spoken in one playback");
        }

        return $"say:{Text(members, "text")}";
    }

    private string? Text(ObjectNode members, string name)
    {
        if (members[name] is TextNode { Value: var text }) return text;
        if (members[name] is { } other) errors.Invalid(other, "a text");
        else errors.Missing(members, name);
        return null;
    }

    private string? Number(ObjectNode members, string name)
    {
        if (members[name] is NumberNode { Text: var number }) return number;
        if (members[name] is { } other) errors.Invalid(other, "seconds");
        else errors.Missing(members, name);
        return null;
    }

    private string Unknown(SwmlNode type)
    {
        errors.Invalid(type, "audio, tts, silence or ringtone");
        return "silence:1";
    }
}
