using System.Globalization;

namespace Orchestrator.Swml.Documents;

/// <summary>JSON pointers (RFC 6901) into documents.</summary>
public static class SwmlPointer
{
    /// <summary>The value at a pointer, or null if there is none.</summary>
    public static SwmlNode? Find(SwmlNode document, string pointer)
    {
        SwmlNode? node = document;
        foreach (var segment in pointer.Split('/').Skip(1))
        {
            var name = segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = node switch
            {
                ObjectNode branch => branch[name],
                ListNode list when int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                    && index < list.Items.Length => list.Items[index],
                _ => null,
            };
            if (node is null) return null;
        }

        return node;
    }

    public static string Child(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public static string Child(string pointer, int index) => string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");
}
