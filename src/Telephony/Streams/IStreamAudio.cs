namespace Orchestrator.Telephony.Streams;

/// <summary>
/// The medium's side of a stream: what the caller says and hears, frame by frame in the stream's format. A plane implements it; it sets
/// the pace, one frame every <see cref="StreamFormat.FrameTime"/>.
/// </summary>
public interface IStreamAudio
{
    /// <summary>Waits for the next frame, or for a digit that the caller has pressed; null: the call is over.</summary>
    ValueTask<StreamInput?> Read(CancellationToken cancellationToken);

    /// <summary>Plays a frame to the caller; the last one of a message may be shorter. Never waits.</summary>
    void Play(ReadOnlyMemory<byte> frame);

    /// <summary>Plays a digit to the caller.</summary>
    void Press(char digit);
}

/// <summary>One thing that comes from the caller.</summary>
/// <param name="At">Since the stream began.</param>
/// <param name="Frame">What he says; empty with a digit.</param>
/// <param name="Digit">What he has pressed; null: this is a frame.</param>
/// <param name="Held">How long he pressed it.</param>
public readonly record struct StreamInput(TimeSpan At, ReadOnlyMemory<byte> Frame, char? Digit = null, TimeSpan Held = default);
