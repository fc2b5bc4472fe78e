using System.Threading.Channels;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Tests.Streams;

/// <summary>A medium that says what the test puts in, and keeps what is played.</summary>
internal sealed class ScriptedAudio : IStreamAudio
{
    private readonly Channel<StreamInput?> _inputs = Channel.CreateUnbounded<StreamInput?>();
    private readonly TaskCompletionSource _hash = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private readonly List<byte[]> _played = [];

    public string Pressed { get; private set; } = "";

    public IReadOnlyList<byte[]> Played
    {
        get
        {
            lock (_gate) return [.. _played];
        }
    }

    public void Says(int milliseconds, byte[] frame) => _inputs.Writer.TryWrite(new StreamInput(TimeSpan.FromMilliseconds(milliseconds), frame));

    public void Presses(char digit, int held) => _inputs.Writer.TryWrite(new StreamInput(default, default, digit, TimeSpan.FromMilliseconds(held)));

    public void HangsUp() => _inputs.Writer.TryWrite(null);

    public ValueTask<StreamInput?> Read(CancellationToken cancellationToken) => _inputs.Reader.ReadAsync(cancellationToken);

    public void Play(ReadOnlyMemory<byte> frame)
    {
        lock (_gate) _played.Add(frame.ToArray());
    }

    /// <summary>Completes when the server has pressed #, which is not among <see cref="Pressed"/>.</summary>
    public Task Hash => _hash.Task;

    public void Press(char digit)
    {
        if (digit == '#') _hash.TrySetResult();
        else Pressed += digit;
    }
}
