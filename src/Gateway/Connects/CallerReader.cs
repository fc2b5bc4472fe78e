using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Gateway.Connects;

/// <summary>Reads <c>call</c>: the caller that the plane is to bring up.</summary>
internal sealed class CallerReader(EnvelopeErrors errors)
{
    /// <summary>Longest <c>hangup_after</c>: a day, in milliseconds.</summary>
    private const long LongestHangUpAfter = 86_400_000;
    private static readonly string[] Known = ["from", "to", "answered", "hangup_after"];

    /// <summary>The caller; meaningless after an error.</summary>
    public NewCaller? Read(SwmlNode node)
    {
        if (node is not ObjectNode call)
        {
            errors.Invalid(node, "an object with from and to");
            return null;
        }

        foreach (var member in call.Members.Where(member => !Known.Contains(member.Name, StringComparer.Ordinal)))
            errors.Undefined(call, member, Known);
        return new NewCaller(Address(call, "from"), Address(call, "to"), Answered(call), HangUpAfter(call));
    }

    /// <summary>The address of that name; meaningless after an error.</summary>
    public string Address(ObjectNode call, string name)
    {
        switch (call[name])
        {
            case null:
                errors.Missing(call, name);
                return "";
            case TextNode { Value: var text } when CallerAddress.IsValid(text):
                return text;
            case var other:
                errors.InvalidText(other, CallerAddress.Form);
                return "";
        }
    }

    private bool Answered(ObjectNode call)
    {
        var node = call["answered"];
        if (node is not (null or BooleanNode)) errors.Invalid(node, "true or false");
        return node is BooleanNode { Value: true };
    }

    public TimeSpan? HangUpAfter(ObjectNode call)
    {
        var node = call["hangup_after"];
        if (node is NumberNode { Whole: >= 0 and <= LongestHangUpAfter } number) return TimeSpan.FromMilliseconds(number.Whole.Value);
        if (node is not null) errors.Invalid(node, $"whole milliseconds from 0 to {LongestHangUpAfter}");
        return null;
    }
}
