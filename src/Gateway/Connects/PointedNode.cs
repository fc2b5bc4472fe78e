using System.Globalization;
using Orchestrator.Swml.Documents;

namespace Orchestrator.Gateway.Connects;

internal static class PointedNode
{
    /// <summary>The value at a JSON pointer (RFC 6901), or null if there is none.</summary>
    public static SwmlNode? Find(SwmlNode root, string pointer)
    {
        SwmlNode? node = root;
        foreach (var segment in pointer.Split('/').Skip(1))
            node = Child(node, segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
        return node;
    }

    private static SwmlNode? Child(SwmlNode? node, string name) => node switch
    {
        ObjectNode parent => parent[name],
        ListNode list when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < list.Items.Length => list.Items[index],
        _ => null,
    };
}
