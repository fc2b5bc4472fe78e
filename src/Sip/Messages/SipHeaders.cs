using System.Collections;

namespace Orchestrator.Sip.Messages;

/// <summary>One header line: its name in full, its value unfolded and trimmed, otherwise as it came.</summary>
public readonly record struct SipHeader(string Name, string Value);

/// <summary>
/// The header lines of a message in their order; nothing is lost that is not understood. Whatever a user gives is checked here: a
/// value with CR, LF or NUL would be a header of the attacker's choice.
/// </summary>
public sealed class SipHeaders : IReadOnlyList<SipHeader>
{
    private SipHeader[] _lines = new SipHeader[8];

    public int Count { get; private set; }

    public SipHeader this[int index] => index < Count ? _lines[index] : throw new ArgumentOutOfRangeException(nameof(index));

    /// <summary>The first value of that name, or <c>null</c>.</summary>
    public string? Get(string name)
    {
        for (var i = 0; i < Count; i++)
            if (Is(_lines[i].Name, name)) return _lines[i].Value;
        return null;
    }

    public bool Contains(string name) => Get(name) is not null;

    /// <summary>The first of <see cref="Values"/>, or <c>null</c>.</summary>
    internal string? FirstValue(string name) => Get(name) is { } line && line.Contains(',', StringComparison.Ordinal) ? Values(name).First() : Get(name);

    internal bool IsRepeated(string name)
    {
        var lines = 0;
        for (var i = 0; i < Count; i++)
            if (Is(_lines[i].Name, name)) lines++;
        return lines > 1;
    }

    /// <summary>The lines of that name.</summary>
    public IEnumerable<string> All(string name)
    {
        for (var i = 0; i < Count; i++)
            if (Is(_lines[i].Name, name)) yield return _lines[i].Value;
    }

    /// <summary>The values of that name, also those that share a line behind commas.</summary>
    public IEnumerable<string> Values(string name) => Contains(name) ? Found(name) : [];

    private IEnumerable<string> Found(string name)
    {
        for (var i = 0; i < Count; i++)
        {
            if (!Is(_lines[i].Name, name)) continue;
            var rest = _lines[i].Value.AsMemory();
            while (true)
            {
                var end = SipText.IndexOutside(rest.Span, ',');
                if (end < 0) end = rest.Length;
                if (end == _lines[i].Value.Length) yield return _lines[i].Value;
                else yield return rest[..end].Trim().ToString();
                if (end == rest.Length) break;
                rest = rest[(end + 1)..];
            }
        }
    }

    /// <summary>Adds a line behind the others.</summary>
    /// <exception cref="ArgumentException">The name is no token, or the value holds CR, LF or NUL.</exception>
    public void Add(string name, string value) => AddReceived(Name(name), SipText.Safe(value, name));

    /// <summary>Adds a line in front of the others, as a hop adds its Via.</summary>
    /// <exception cref="ArgumentException">As <see cref="Add"/>.</exception>
    public void AddFirst(string name, string value) => Insert(0, new SipHeader(Name(name), SipText.Safe(value, name)));

    /// <summary>Makes it the only line of that name, where the first of them stood.</summary>
    /// <exception cref="ArgumentException">As <see cref="Add"/>.</exception>
    public void Set(string name, string value)
    {
        SipText.Safe(value, name);
        for (var i = 0; i < Count; i++)
        {
            if (!Is(_lines[i].Name, name)) continue;
            _lines[i] = new SipHeader(name, value);
            RemoveFrom(i + 1, name);
            return;
        }
        Add(name, value);
    }

    public void Remove(string name) => RemoveFrom(0, name);

    /// <summary>What came from the wire, or is copied from it into an answer.</summary>
    internal void AddReceived(string name, string value) => Insert(Count, new SipHeader(name, value));

    internal void SetReceived(string name, string value)
    {
        for (var i = 0; i < Count; i++)
        {
            if (!Is(_lines[i].Name, name)) continue;
            _lines[i] = new SipHeader(name, value);
            return;
        }
        AddReceived(name, value);
    }

    /// <summary>Takes the first of <see cref="Values"/> away, as a hop does with what was for it.</summary>
    internal void RemoveFirstValue(string name)
    {
        for (var i = 0; i < Count; i++)
        {
            if (!Is(_lines[i].Name, name)) continue;
            var end = SipText.IndexOutside(_lines[i].Value, ',');
            if (end >= 0 && end < _lines[i].Value.Length) _lines[i] = new SipHeader(name, _lines[i].Value[(end + 1)..].Trim());
            else
            {
                _lines.AsSpan(i + 1, Count - i - 1).CopyTo(_lines.AsSpan(i));
                _lines[--Count] = default;
            }

            return;
        }
    }

    /// <summary>Copies the lines of that name as they stand in another message.</summary>
    public void CopyFrom(SipHeaders other, string name)
    {
        ArgumentNullException.ThrowIfNull(other);
        for (var i = 0; i < other.Count; i++)
            if (Is(other._lines[i].Name, name)) AddReceived(name, other._lines[i].Value);
    }

    internal void CopyFrom(SipHeaders other)
    {
        for (var i = 0; i < other.Count; i++) AddReceived(other._lines[i].Name, other._lines[i].Value);
    }

    private void Insert(int index, SipHeader line)
    {
        if (Count == _lines.Length) Array.Resize(ref _lines, Count * 2);
        _lines.AsSpan(index, Count - index).CopyTo(_lines.AsSpan(index + 1));
        _lines[index] = line;
        Count++;
    }

    private void RemoveFrom(int start, string name)
    {
        var kept = start;
        for (var i = start; i < Count; i++)
            if (!Is(_lines[i].Name, name)) _lines[kept++] = _lines[i];
        Array.Clear(_lines, kept, Count - kept);
        Count = kept;
    }

    private static string Name(string name) =>
        SipText.IsToken(name) ? name : throw new ArgumentException($"'{name}' is no header name.", nameof(name));

    private static bool Is(string name, string wanted) => ReferenceEquals(name, wanted) || name.Equals(wanted, StringComparison.OrdinalIgnoreCase);

    public IEnumerator<SipHeader> GetEnumerator() => _lines.Take(Count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
