using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Sip.Media.Streams;

/// <summary>
/// The medium of a stream: an RTP socket of ours that stands for a phone. The pace is the clock's; what the far end does not say in time is silence, and
/// what it says too early is kept for a little while.
/// </summary>
internal sealed class EngineStream(StreamFormat format, StreamCodec codec, RtpSocket socket, TimeProvider time) : IStreamAudio, IDisposable
{
    private static readonly TimeSpan Pressed = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPacket = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan MostKept = TimeSpan.FromMilliseconds(200);

    private readonly Lock _gate = new();
    private readonly Queue<byte> _heard = new();
    private readonly Queue<char> _digits = new();
    private readonly ReadOnlyMemory<byte> _silence = codec.ToEngine(format.Silence());
    private readonly int _frameBytes = Bytes(codec, format.FrameTime);
    private long? _began;
    private TimeSpan _at;
    private uint _timestamp;
    private bool _hasPlayed;

    /// <summary>Told of each digit that the server presses.</summary>
    public Action<char> ToPress { get; set; } = _ => { };

    public void Begin() => _ = Task.Run(() => socket.Receive(Keep));

    /// <summary>Whoever hears the stream has pressed one.</summary>
    public void Hear(char digit)
    {
        lock (_gate) _digits.Enqueue(digit);
    }

    public async ValueTask<StreamInput?> Read(CancellationToken cancellationToken)
    {
        lock (_gate)
            if (_digits.TryDequeue(out var digit)) return new StreamInput(_at, default, digit, Pressed);
        // Nothing was to be played since the last frame: an engine wants to hear something all the time.
        if (!_hasPlayed) Send(_silence);
        _hasPlayed = false;
        var began = _began ??= time.GetTimestamp();
        var at = _at;
        _at += format.FrameTime;
        if (_at - time.GetElapsedTime(began) is { Ticks: > 0 } early) await Task.Delay(early, time, cancellationToken).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return new StreamInput(at, codec.FromEngine(Take()));
    }

    public void Play(ReadOnlyMemory<byte> frame)
    {
        _hasPlayed = true;
        Send(codec.ToEngine(frame));
    }

    public void Press(char digit) => ToPress(digit);

    public void Dispose() => socket.Dispose();

    private void Send(ReadOnlyMemory<byte> audio)
    {
        var longest = Bytes(codec, LongestPacket);
        for (; audio.Length > 0; audio = audio[Math.Min(longest, audio.Length)..])
        {
            var packet = audio[..Math.Min(longest, audio.Length)];
            socket.Send(packet.Span, _timestamp);
            _timestamp += (uint)packet.Length;
        }
    }

    private void Keep(ReadOnlyMemory<byte> audio)
    {
        lock (_gate)
        {
            foreach (var one in audio.Span) _heard.Enqueue(one);
            var most = Math.Max(Bytes(codec, MostKept), 2 * _frameBytes);
            while (_heard.Count > most) _heard.Dequeue();
        }
    }

    private byte[] Take()
    {
        lock (_gate)
        {
            // A frame is whole or it is silence: what is there of it belongs to the next one.
            if (_heard.Count < _frameBytes) return _silence.ToArray();
            var frame = new byte[_frameBytes];
            for (var i = 0; i < frame.Length; i++) frame[i] = _heard.Dequeue();
            return frame;
        }
    }

    private static int Bytes(StreamCodec codec, TimeSpan length) => (int)(codec.BytesPerSecond * length.TotalSeconds);
}
