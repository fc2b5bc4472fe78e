using Orchestrator.Swml.Documents;

namespace Orchestrator.Swml.Methods;

/// <summary>The values that are not filled in with their step: they are scripts, which fill in their own when they run.</summary>
internal static class Deferred
{
    public static bool Is(string method, SwmlMember member, int depth) => (method, member.Name) switch
    {
        ("cond", _) => true,
        ("switch", "case" or "default") => true,
        ("goto", "when") => true,
        ("connect", "result" or "confirm") => member.Value is ObjectNode or ListNode,
        ("connect" or "enter_queue", "transfer_after_bridge") => IsDocument(member.Value),
        ("execute", "on_return" or "result") => depth == 0,
        ("execute" or "transfer", "dest") => depth == 0 && IsDocument(member.Value),
        _ => false,
    };

    private static bool IsDocument(SwmlNode node) =>
        node is ObjectNode || node is TextNode { Value: var text } && text.TrimStart().StartsWith('{');
}
