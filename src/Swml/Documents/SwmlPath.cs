using System.Globalization;
using System.Text;

namespace Orchestrator.Swml.Documents;

/// <summary>
/// Where a node stands in its document, kept as a link to its parent: a pointer written out on every node would let one long
/// key cost its length again for each node below it.
/// </summary>
internal sealed class SwmlPath
{
    private readonly SwmlPath? _parent;
    private readonly string? _name;
    private readonly int _index;

    private SwmlPath(SwmlPath? parent, string? name, int index) => (_parent, _name, _index) = (parent, name, index);

    public static SwmlPath Root { get; } = new(null, null, 0);

    public SwmlPath Child(string name) => new(this, name, 0);

    public SwmlPath Child(int index) => new(this, null, index);

    /// <summary>The JSON pointer (RFC 6901); empty for the document itself.</summary>
    public override string ToString()
    {
        var segments = new Stack<string>();
        for (var path = this; path._parent is not null; path = path._parent)
            segments.Push(path._name is null ? path._index.ToString(CultureInfo.InvariantCulture) : Escape(path._name));

        var pointer = new StringBuilder();
        foreach (var segment in segments) pointer.Append('/').Append(segment);
        return pointer.ToString();
    }

    private static string Escape(string name) =>
        name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal);
}
