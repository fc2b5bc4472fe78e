using System.Collections.Concurrent;
using System.Diagnostics;
using Orchestrator.Telephony.Simulation.Legs;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Simulation.Streams;

/// <summary>
/// The medium of a stream on the simulated network: silence, and a tone from the moment the leg is bridged, at the pace of the clock.
/// What the server has played is counted and not heard.
/// </summary>
internal sealed class SimulatedStream(SimulatedLeg leg, StreamDoor door, StreamTarget target, StreamFormat format, PlaneContext context)
    : IStreamAudio, IDisposable
{
    private static readonly TimeSpan Pressed = TimeSpan.FromMilliseconds(100);

    private readonly CancellationTokenSource _over = CancellationTokenSource.CreateLinkedTokenSource(context.Stopping);
    private readonly ConcurrentQueue<char> _digits = new();
    private readonly byte[] _silence = format.Silence();
    private readonly byte[] _tone = Tone(format);
    private readonly Lock _gate = new();
    private PeriodicTimer? _pace;
    private TimeSpan _began;
    private bool _isOver;
    private long _played;

    public long Played => Interlocked.Read(ref _played);

    /// <summary>It takes nothing along from whoever gave the command.</summary>
    public void Begin()
    {
        context.Deliveries.Enter();
        using var scope = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        // Owned: it never faults, and the plane waits for it when it stops.
        _ = Task.Run(Run);
    }

    /// <summary>Told inside the leg's gate: whatever follows from it comes on a thread of its own.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            if (!_isOver) _ = _over.CancelAsync();
        }
    }

    /// <summary>The stream's own task does this at its end.</summary>
    public void Dispose()
    {
        lock (_gate) _isOver = true;
        _over.Dispose();
        _pace?.Dispose();
    }

    public void Hear(char digit) => _digits.Enqueue(digit);

    public async ValueTask<StreamInput?> Read(CancellationToken cancellationToken)
    {
        if (!_digits.TryDequeue(out var digit))
        {
            if (!await _pace!.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false)) return null;
            return new StreamInput(Elapsed, leg.Bridge is null ? _silence : _tone);
        }

        return new StreamInput(Elapsed, default, digit, Pressed);
    }

    public void Play(ReadOnlyMemory<byte> frame) => Interlocked.Add(ref _played, frame.Length);

    public void Press(char digit) => leg.HearFromStream(digit);

    private TimeSpan Elapsed => context.Clock.Now - _began;

    private async Task Run()
    {
        try
        {
            var opening = await door(target, _over.Token).ConfigureAwait(false);
            if (opening.Socket is not { } socket)
            {
                leg.StreamRefused(opening.Problem ?? "the handshake failed");
                return;
            }

            if (!leg.StreamOpened())
            {
                socket.Abort();
                socket.Dispose();
                return;
            }

            _began = context.Clock.Now;
            _pace = new PeriodicTimer(format.FrameTime, context.Clock.Time);
            leg.StreamEnded(await new StreamSession(leg.Id, target, format, this, context.Clock.Time).Run(socket, _over.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException) when (_over.IsCancellationRequested)
        {
            // Given up before its handshake was over.
        }
        catch (Exception fault) when (fault is not UnreachableException)
        {
            context.CountFault(fault);
            leg.StreamRefused("the stream failed");
            leg.StreamEnded(StreamEnd.ConnectionLost);
        }
        finally
        {
            Dispose();
            context.Deliveries.Leave();
        }
    }

    /// <summary>A square wave of a quarter of the sample rate: loud, and the same in every frame.</summary>
    private static byte[] Tone(StreamFormat format)
    {
        var frame = format.Silence();
        for (var place = 0; place < frame.Length; place++)
            frame[place] = place / 4 % 2 == 0 ? (byte)0x20 : (byte)0xA0;
        return frame;
    }
}
