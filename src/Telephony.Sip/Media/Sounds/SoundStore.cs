using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Configuration;

namespace Orchestrator.Telephony.Sip.Media.Sounds;

/// <summary>Gets what is to be played: rendered, fetched and converted, or spoken; what was made not long ago is not made again.</summary>
/// <param name="door">How files are fetched; null: none are.</param>
/// <param name="speech">Who speaks; null: nobody does.</param>
internal sealed class SoundStore(SoundSettings settings, TimeProvider time, AudioDoor? door, ISpeech? speech)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<Entry> _kept = new();
    private readonly Dictionary<object, LinkedListNode<Entry>> _byKey = [];
    private readonly Converter _converter = new(
        new BoundedProgram(settings.Converter, settings.Patience, (int)(settings.Longest.TotalSeconds * Converter.Rate * Converter.BytesPerSample), time),
        settings.Longest);

    private long _bytes;

    /// <summary>What keeps it from being played, as far as that can be told without trying; null if nothing does.</summary>
    public string? WhyNot(string playable) => Playable.Read(playable) switch
    {
        null => "found neither an audio file by http(s) nor ring:, silence: or say: in their form",
        Playable.Speech when speech is null => "say: needs a speech engine, and none is configured (Media:Sounds:Speech)",
        Playable.File when door is null => "files by URL are not fetched here",
        _ => null,
    };

    /// <summary>Never fails: what cannot be had says why.</summary>
    /// <param name="play">How it is to sound.</param>
    /// <exception cref="OperationCanceledException">Nobody wants it any more.</exception>
    public Task<Sound> Get(string playable, Play play, CancellationToken cancellationToken) => Playable.Read(playable) switch
    {
        Playable.Silence silence => Task.FromResult(new Sound(silence.Length)),
        Playable.Ring ring => Task.FromResult(Render(ring)),
        Playable.File file => Keep(file, () => Fetch(file.Url)).WaitAsync(cancellationToken),
        Playable.Speech speech => Spoken(speech, play, cancellationToken),
        _ => Task.FromResult(Sound.Failed(WhyNot(playable)!)),
    };

    private static Sound Render(Playable.Ring ring)
    {
        var tone = RingTone.Of(ring.Country);
        var length = ring.Length ?? TimeSpan.FromSeconds(tone.Cadence);
        return new Sound(length, tone.Render(), Math.Max(1, (int)Math.Ceiling(length.TotalSeconds / tone.Cadence)));
    }

    private Task<Sound> Spoken(Playable.Speech speech, Play play, CancellationToken cancellationToken)
    {
        var text = new SpokenText(speech.Text, play.Voice, play.Language, play.Gender);
        return Keep(text, () => Speak(text)).WaitAsync(cancellationToken);
    }

    private async Task<Sound> Fetch(Uri url)
    {
        var fetched = await door!(url, settings.MostFileBytes, settings.Patience, CancellationToken.None).ConfigureAwait(false);
        return fetched.Problem is { } problem ? Sound.Failed(problem) : await _converter.Convert(fetched.Bytes, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task<Sound> Speak(SpokenText text)
    {
        var spoken = await speech!.Speak(text, CancellationToken.None).ConfigureAwait(false);
        return spoken.Problem is { } problem ? Sound.Failed(problem) : await _converter.Convert(spoken.Bytes, CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Made once for all who ask meanwhile, and kept; what failed is tried again by the next who asks.</summary>
    private Task<Sound> Keep(object key, Func<Task<Sound>> make)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var known))
            {
                if (time.GetElapsedTime(known.Value.Made) < settings.KeepFor) return known.Value.Sound;
                Drop(known);
            }

            var made = new Entry(key, time.GetTimestamp());
            _byKey[key] = _kept.AddLast(made);
            return made.Sound = Task.Run(() => Make(made, make));
        }
    }

    /// <summary>How much it is, is known only then; the oldest make room.</summary>
    private async Task<Sound> Make(Entry entry, Func<Task<Sound>> make)
    {
        Sound? sound = null;
        try
        {
            return sound = await make().ConfigureAwait(false);
        }
        finally
        {
            Weigh(entry, sound?.Wave?.Length);
        }
    }

    private void Weigh(Entry entry, int? bytes)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(entry.Key, out var node) || node.Value != entry) return;
            if (bytes is null) Drop(node);
            _bytes += entry.Bytes = bytes ?? 0;
            while (_bytes > settings.MostBytesKept && _kept.First is { } oldest) Drop(oldest);
        }
    }

    private void Drop(LinkedListNode<Entry> node)
    {
        _bytes -= node.Value.Bytes;
        _byKey.Remove(node.Value.Key);
        _kept.Remove(node);
    }

    /// <param name="key">A file or a text.</param>
    private sealed class Entry(object key, long made)
    {
        public object Key => key;

        public long Made => made;

        public Task<Sound> Sound { get; set; } = null!;

        public int Bytes { get; set; }
    }
}
