using System.Collections;
using System.Text;

namespace Orchestrator.Sip.Messages.Values;

/// <summary>The <c>;name=value</c> list of a URI, an address or a header, in the order it came. Names compare without case.</summary>
public sealed class SipParameters : IReadOnlyList<KeyValuePair<string, string?>>
{
    public static readonly SipParameters None = new([]);

    private readonly KeyValuePair<string, string?>[] _items;

    private SipParameters(KeyValuePair<string, string?>[] items) => _items = items;

    public int Count => _items.Length;

    public KeyValuePair<string, string?> this[int index] => _items[index];

    /// <summary>A parameter's value, unquoted; <c>""</c> if it stands without one; <c>null</c> if it is not there.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in _items)
                if (key.Equals(name, StringComparison.OrdinalIgnoreCase)) return value is null ? "" : value.StartsWith('"') ? SipText.Unquote(value) : value;
            return null;
        }
    }

    public bool Contains(string name) => this[name] is not null;

    /// <summary>These with one more, or with another value of it; <paramref name="value"/> is written as given, <c>null</c> without <c>=</c>.</summary>
    public SipParameters With(string name, string? value)
    {
        SipText.Safe(name, nameof(name));
        if (value is not null) SipText.Safe(value, nameof(value));
        var at = Array.FindIndex(_items, item => item.Key.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (at < 0) return new([.. _items, new(name, value)]);
        var items = _items.AsSpan().ToArray();
        items[at] = new(items[at].Key, value);
        return new(items);
    }

    public SipParameters Without(string name) =>
        Contains(name) ? new([.. _items.Where(item => !item.Key.Equals(name, StringComparison.OrdinalIgnoreCase))]) : this;

    /// <summary>Reads what follows an address: <c>;a=b;c</c>. An empty text has no parameters; <c>;;</c> is malformed.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out SipParameters parameters, char separator = ';')
    {
        parameters = None;
        text = text.Trim();
        if (text.IsEmpty) return true;
        if (text[0] != separator) return false;

        var items = new List<KeyValuePair<string, string?>>(4);
        while (!text.IsEmpty)
        {
            text = text[1..];
            var end = SipText.IndexOutside(text, separator);
            if (end < 0 || !TryItem(text[..end], items)) return false;
            text = text[end..];
        }
        parameters = new([.. items]);
        return true;
    }

    private static bool TryItem(ReadOnlySpan<char> text, List<KeyValuePair<string, string?>> items)
    {
        text = text.Trim();
        var equals = text.IndexOf('=');
        var name = equals < 0 ? text : text[..equals].TrimEnd();
        if (name.IsEmpty || name.ContainsAny(" \t\"<>")) return false;
        if (equals < 0)
        {
            items.Add(new(name.ToString(), null));
            return true;
        }
        var value = text[(equals + 1)..].TrimStart();
        if (value.Length > 0 && value[0] == '"' && SipText.EndOfQuoted(value, 0) != value.Length - 1) return false;
        if (value.Length > 0 && value[0] != '"' && value.ContainsAny(" \t\"")) return false;
        items.Add(new(name.ToString(), value.ToString()));
        return true;
    }

    internal void WriteTo(StringBuilder text, char separator = ';')
    {
        foreach (var (name, value) in _items)
        {
            text.Append(separator).Append(name);
            if (value is not null) text.Append('=').Append(value);
        }
    }

    public override string ToString()
    {
        var text = new StringBuilder();
        WriteTo(text);
        return text.ToString();
    }

    public IEnumerator<KeyValuePair<string, string?>> GetEnumerator() => ((IEnumerable<KeyValuePair<string, string?>>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _items.GetEnumerator();
}
