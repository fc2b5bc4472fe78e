namespace Orchestrator.Telephony.Streams;

/// <summary>
/// What the server has sent to be played and has not been played yet, with the marks in between. One side fills it, the other takes a
/// frame at a time.
/// </summary>
internal sealed class PlaybackQueue(int frameBytes)
{
    /// <summary>Ten minutes of 8-bit audio, or more than a minute of the widest.</summary>
    public const int MostBytes = 5_000_000;

    private readonly Lock _gate = new();
    private readonly LinkedList<Item> _items = new();
    private int _bytes;

    /// <returns>False: there is no room for that much.</returns>
    public bool TryAdd(ReadOnlyMemory<byte> audio)
    {
        lock (_gate)
        {
            if (_bytes + audio.Length > MostBytes)
                return false;
            if (audio.Length > 0)
                _items.AddLast(new Item(audio, null));
            _bytes += audio.Length;
            return true;
        }
    }

    /// <returns>False: nothing is to be played before it, so it has been reached.</returns>
    public bool TryMark(string name)
    {
        lock (_gate)
        {
            if (_items.Count == 0)
                return false;
            _items.AddLast(new Item(default, name));
            return true;
        }
    }

    /// <summary>Empties the queue.</summary>
    /// <returns>The marks that were in it, in order.</returns>
    public IReadOnlyList<string> Clear()
    {
        lock (_gate)
        {
            List<string> marks = [.. _items.Select(item => item.Mark).OfType<string>()];
            _items.Clear();
            _bytes = 0;
            return marks;
        }
    }

    /// <summary>What is to be played next, a frame at most; empty: nothing.</summary>
    /// <param name="marks">The marks behind it that have now been reached.</param>
    public ReadOnlyMemory<byte> Take(out IReadOnlyList<string> marks)
    {
        var frame = new byte[frameBytes];
        var length = 0;
        List<string>? reached = null;
        lock (_gate)
        {
            while (_items.First is { Value: var item } first && (item.Mark is not null || length < frameBytes))
            {
                _items.RemoveFirst();
                if (item.Mark is { } mark)
                {
                    (reached ??= []).Add(mark);
                    continue;
                }

                var taken = Math.Min(item.Audio.Length, frameBytes - length);
                item.Audio[..taken].CopyTo(frame.AsMemory(length));
                length += taken;
                if (taken < item.Audio.Length)
                    _items.AddFirst(item with { Audio = item.Audio[taken..] });
            }

            _bytes -= length;
        }

        marks = reached ?? [];
        return frame.AsMemory(0, length);
    }

    private sealed record Item(ReadOnlyMemory<byte> Audio, string? Mark);
}
