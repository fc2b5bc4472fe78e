using System.Text;

namespace Orchestrator.Telephony.Sip.Rtpengine;

/// <summary>A value of the ng protocol, which is bencoded: bytes, a number, a list or a dictionary.</summary>
public abstract record NgValue
{
    private NgValue()
    {
    }

    public sealed record Bytes(ReadOnlyMemory<byte> Value) : NgValue
    {
        public override string ToString() => Encoding.UTF8.GetString(Value.Span);
    }

    public sealed record Number(long Value) : NgValue;

    public sealed record List(IReadOnlyList<NgValue> Items) : NgValue;

    public sealed record Dictionary(NgDictionary Items) : NgValue;

    public static implicit operator NgValue(string text) => new Bytes(Encoding.UTF8.GetBytes(text));

    public static implicit operator NgValue(long number) => new Number(number);

    public static implicit operator NgValue(NgDictionary items) => new Dictionary(items);

    public static implicit operator NgValue(string[] texts) => new List([.. texts.Select(text => (NgValue)text)]);
}

/// <summary>Keys with their values; written in the order of the keys, as bencode wants it.</summary>
public sealed class NgDictionary
{
    private readonly SortedDictionary<string, NgValue> _items = new(StringComparer.Ordinal);

    public IEnumerable<KeyValuePair<string, NgValue>> Items => _items;

    public NgValue? this[string key]
    {
        get => _items.GetValueOrDefault(key);
        set
        {
            if (value is null) _items.Remove(key);
            else _items[key] = value;
        }
    }

    public string? Text(string key) => (this[key] as NgValue.Bytes)?.ToString();

    public long? Number(string key) => (this[key] as NgValue.Number)?.Value;

    public NgDictionary? Within(string key) => (this[key] as NgValue.Dictionary)?.Items;
}
