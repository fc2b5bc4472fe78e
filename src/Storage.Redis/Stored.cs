using System.Buffers.Binary;
using System.Globalization;
using System.Text.Json;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;
using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>How what is stored is written, and read again.</summary>
internal static class Stored
{
    /// <summary>Digits that the commit script writes before a webhook: its place among those of its session.</summary>
    private const int OrderLength = 10;

    /// <summary>What stands for "ended" when everything about the record was carried out.</summary>
    private const string Closed = "2";

    public static RedisValue Of(TimelineEntry entry) =>
        JsonSerializer.SerializeToUtf8Bytes(entry with { Sequence = 0 }, StoreJson.Default.TimelineEntry);

    /// <param name="sequence">Its place in the list; it is not stored.</param>
    public static TimelineEntry Entry(RedisValue value, long sequence) =>
        JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)value).Span, StoreJson.Default.TimelineEntry)! with { Sequence = sequence };

    public static RedisValue Of(ListRow row) => JsonSerializer.SerializeToUtf8Bytes(row, StoreJson.Default.ListRow);

    public static ListRow Row(RedisValue value) =>
        JsonSerializer.Deserialize(((ReadOnlyMemory<byte>)value).Span, StoreJson.Default.ListRow)!;

    /// <summary>The length of the head, the head as JSON behind a lock (it names the URL, which may hold a password), the body as it is.</summary>
    public static RedisValue Of(OutboxEntry entry, Vault vault)
    {
        var head = vault.Close(JsonSerializer.SerializeToUtf8Bytes(entry with { Body = default }, StoreJson.Default.OutboxEntry)).Span;
        var bytes = new byte[sizeof(int) + head.Length + entry.Body.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, head.Length);
        head.CopyTo(bytes.AsSpan(sizeof(int)));
        entry.Body.CopyTo(bytes.AsMemory(sizeof(int) + head.Length));
        return bytes;
    }

    public static (long Order, OutboxEntry Entry) Webhook(RedisValue value, Vault vault)
    {
        var bytes = (ReadOnlyMemory<byte>)value;
        return (long.Parse(bytes.Span[..OrderLength], CultureInfo.InvariantCulture), Entry(bytes[OrderLength..], vault));
    }

    public static OutboxEntry Entry(ReadOnlyMemory<byte> bytes, Vault vault)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes.Span);
        var rest = bytes[sizeof(int)..];
        var entry = JsonSerializer.Deserialize(vault.Open(rest[..length]).Span, StoreJson.Default.OutboxEntry)!;
        return entry with { Body = rest[length..] };
    }

    /// <summary>Of <c>version|deadline|ended|token|node</c> the store's callers are told the first three.</summary>
    public static StoredRecord Record(string id, RedisValue snapshot, RedisValue meta, Vault vault)
    {
        var parts = ((string)meta!).Split('|', 4);
        return new(
            id,
            long.Parse(parts[0], CultureInfo.InvariantCulture),
            vault.Open((ReadOnlyMemory<byte>)snapshot),
            parts[1].Length == 0 ? null : Instants.Read(parts[1]),
            parts[2] == Closed);
    }
}
