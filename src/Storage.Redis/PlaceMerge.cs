using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>The places of one list in all shards as one sequence, newest first; read as far as they are needed.</summary>
internal sealed class PlaceMerge
{
    private static readonly IComparer<string> NewestFirst = Comparer<string>.Create((x, y) => string.CompareOrdinal(y, x));

    private readonly RedisLink _link;
    private readonly string _end;
    private readonly int _stride;
    private readonly PriorityQueue<Source, string> _heads = new(NewestFirst);
    private readonly List<Source> _dry;

    /// <param name="lists">The list's part in each shard.</param>
    /// <param name="start">It begins behind this place; null: with the newest.</param>
    /// <param name="end">The last place there may be.</param>
    /// <param name="expected">How many places will be taken, probably: a little more than its share is read of each shard.</param>
    public PlaceMerge(RedisLink link, IReadOnlyCollection<RedisKey> lists, string? start, string end, int expected)
    {
        _link = link;
        _end = $"[{end}";
        _stride = 4 + (2 * expected / lists.Count);
        _dry = [.. lists.Select(list => new Source(list, start is null ? "+" : $"({start}"))];
    }

    /// <returns>The next places; none: the list is at its end.</returns>
    public async Task<IReadOnlyList<string>> Take(int count)
    {
        var places = new List<string>(count);
        while (places.Count < count)
        {
            await Refill();
            if (!_heads.TryDequeue(out var source, out var place))
                break;

            places.Add(place);
            Put(source);
        }

        return places;
    }

    private void Put(Source source)
    {
        if (source.Places.TryDequeue(out var next))
            _heads.Enqueue(source, next);
        else if (source.HasMore)
            _dry.Add(source);
    }

    /// <summary>Whoever has run dry might have the next place: the order needs all of them.</summary>
    private async Task Refill()
    {
        if (_dry.Count == 0)
            return;

        var answers = await _link.Run(redis => Task.WhenAll(_dry.Select(source =>
            redis.ExecuteAsync("ZREVRANGEBYLEX", source.List, source.Start, _end, "LIMIT", 0, _stride))));
        var filled = _dry.Zip(answers, (source, answer) => source.Fill((string[])answer!, _stride)).ToArray();
        _dry.Clear();
        foreach (var source in filled)
            Put(source);
    }

    private sealed class Source(RedisKey list, string start)
    {
        public RedisKey List => list;
        public string Start { get; private set; } = start;
        public Queue<string> Places { get; } = [];
        public bool HasMore { get; private set; } = true;

        public Source Fill(string[] places, int stride)
        {
            foreach (var place in places)
                Places.Enqueue(place);
            HasMore = places.Length == stride;
            if (HasMore)
                Start = $"({places[^1]}";
            return this;
        }
    }
}
