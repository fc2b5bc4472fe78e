using StackExchange.Redis;

namespace Orchestrator.Storage.Redis;

/// <summary>The places of one list in all shards as one sequence, newest first; read as far as they are needed.</summary>
internal sealed class PlaceMerge
{
    private static readonly IComparer<string> NewestFirst = Comparer<string>.Create((x, y) => string.CompareOrdinal(y, x));

    /// <summary>Places read of one shard at once, at most.</summary>
    private const int LongestStride = 256;

    private readonly RedisLink _link;
    private readonly string _end;
    private readonly PriorityQueue<Source, string> _heads = new(NewestFirst);
    private readonly List<Source> _dry;

    /// <param name="lists">The list's part in each shard.</param>
    /// <param name="start">It begins behind this place; null: with the newest.</param>
    /// <param name="end">The last place there may be.</param>
    /// <param name="expected">
    /// How many places will be taken, probably: a little more than its share is read of each shard. Whoever takes more is looking for
    /// something that is rare, so each shard is then read in strides that double.
    /// </param>
    public PlaceMerge(RedisLink link, IReadOnlyCollection<RedisKey> lists, string? start, string end, int expected)
    {
        _link = link;
        _end = $"[{end}";
        var stride = 4 + (2 * expected / lists.Count);
        _dry = [.. lists.Select(list => new Source(list, start is null ? "+" : $"({start}", stride))];
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
            redis.ExecuteAsync("ZREVRANGEBYLEX", source.List, source.Start, _end, "LIMIT", 0, source.Stride))));
        var filled = _dry.Zip(answers, (source, answer) => source.Fill((string[])answer!)).ToArray();
        _dry.Clear();
        foreach (var source in filled)
            Put(source);
    }

    private sealed class Source(RedisKey list, string start, int stride)
    {
        public RedisKey List => list;
        public string Start { get; private set; } = start;
        public int Stride { get; private set; } = stride;
        public Queue<string> Places { get; } = [];
        public bool HasMore { get; private set; } = true;

        public Source Fill(string[] places)
        {
            foreach (var place in places)
                Places.Enqueue(place);
            HasMore = places.Length == Stride;
            if (HasMore)
                (Start, Stride) = ($"({places[^1]}", Math.Min(2 * Stride, LongestStride));
            return this;
        }
    }
}
