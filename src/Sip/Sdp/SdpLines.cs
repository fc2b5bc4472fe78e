using Orchestrator.Sip.Messages;

namespace Orchestrator.Sip.Sdp;

/// <summary>One line: <c>m=audio ...</c> is <c>('m', "audio ...")</c>.</summary>
public readonly record struct SdpLine(char Type, string Value);

/// <summary>Lines of a session or of one medium, in their order; what is not understood stays.</summary>
public abstract class SdpLines
{
    private readonly List<SdpLine> _lines = [];

    private protected SdpLines()
    {
    }

    public IReadOnlyList<SdpLine> Lines => _lines;

    /// <summary>The first value of an attribute; <c>""</c> for one without a value, <c>null</c> if it is not there.</summary>
    public string? Attribute(string name) => Attributes(name).FirstOrDefault();

    public IEnumerable<string> Attributes(string name)
    {
        foreach (var (type, value) in _lines)
        {
            if (type != 'a' || !value.StartsWith(name, StringComparison.Ordinal)) continue;
            if (value.Length == name.Length) yield return "";
            else if (value[name.Length] == ':') yield return value[(name.Length + 1)..];
        }
    }

    /// <summary>Adds an attribute behind the others.</summary>
    /// <exception cref="ArgumentException">It holds CR, LF or NUL.</exception>
    public void Add(string name, string? value = null) => AddLine('a', value is null ? name : $"{name}:{value}");

    public void Remove(string name) => _lines.RemoveAll(line =>
        line.Type == 'a' && line.Value.StartsWith(name, StringComparison.Ordinal) && (line.Value.Length == name.Length || line.Value[name.Length] == ':'));

    /// <summary>The direction that these lines say themselves, if they do.</summary>
    public MediaDirection? OwnDirection
    {
        get
        {
            foreach (var (type, value) in _lines)
                if (type == 'a' && Directions.Parse(value) is { } direction) return direction;
            return null;
        }
    }

    public void SetDirection(MediaDirection direction)
    {
        _lines.RemoveAll(line => line.Type == 'a' && Directions.Parse(line.Value) is not null);
        Add(direction.Name());
    }

    /// <summary>The address of <c>c=</c>; <c>null</c> if there is none here.</summary>
    public string? Connection => Value('c') is { } line && line.Split(' ') is [_, _, var address, ..] ? address : null;

    /// <summary>The value of the first line of that type.</summary>
    public string? Value(char type)
    {
        foreach (var line in _lines)
            if (line.Type == type) return line.Value;
        return null;
    }

    public void AddLine(char type, string value) => _lines.Add(new SdpLine(type, SipText.Safe(value, nameof(value))));

    /// <summary>Replaces the first line of that type, or adds one.</summary>
    public void SetLine(char type, string value)
    {
        var at = _lines.FindIndex(line => line.Type == type);
        if (at < 0) AddLine(type, value);
        else _lines[at] = new SdpLine(type, SipText.Safe(value, nameof(value)));
    }
}
