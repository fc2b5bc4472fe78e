using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>What somebody may do to one playback while it is heard: hold it, let it go on, make it louder or quieter, end it.</summary>
/// <param name="over">Cancelled when nobody wants it any more.</param>
internal sealed class Playback(Play play, CancellationTokenSource over)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _turn = NewSource();
    private TaskCompletionSource? _held;
    private double _volume = play.Volume;

    public Play Play => play;

    public CancellationToken Over => over.Token;

    /// <summary>Waits while it is held.</summary>
    /// <returns>How loud it is to be heard, and until when: what comes then is for the next turn.</returns>
    /// <exception cref="OperationCanceledException">It is over.</exception>
    public async Task<(double Volume, Task Until)> NextTurn()
    {
        while (true)
        {
            Task goesOn;
            lock (_gate)
            {
                Over.ThrowIfCancellationRequested();
                if (_held is null)
                {
                    if (_turn.Task.IsCompleted) _turn = NewSource();
                    return (_volume, _turn.Task);
                }

                goesOn = _held.Task;
            }

            await goesOn.WaitAsync(Over).ConfigureAwait(false);
        }
    }

    public void Hold()
    {
        lock (_gate)
        {
            _held ??= NewSource();
            _turn.TrySetResult();
        }
    }

    public void GoOn()
    {
        lock (_gate)
        {
            _held?.SetResult();
            _held = null;
        }
    }

    public void SetVolume(double decibels)
    {
        lock (_gate)
        {
            if (_volume == decibels) return;
            _volume = decibels;
            _turn.TrySetResult();
        }
    }

    public void End()
    {
        over.Cancel();
        lock (_gate) _turn.TrySetResult();
    }

    private static TaskCompletionSource NewSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
