namespace Orchestrator.Grains.Webhooks;

/// <summary>So many at once, first come, first served; how many may change at any time.</summary>
internal sealed class SlotGate(int limit)
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = [];
    private int _limit = limit;
    private int _taken;

    public int Limit
    {
        get => _limit;
        set
        {
            lock (_gate)
            {
                _limit = value;
                LetIn();
            }
        }
    }

    public async ValueTask Enter(CancellationToken cancellationToken)
    {
        TaskCompletionSource ticket;
        lock (_gate)
        {
            if (_taken < _limit)
            {
                _taken++;
                return;
            }

            _waiting.Enqueue(ticket = new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        await using var given = cancellationToken.UnsafeRegister(static (ticket, token) => ((TaskCompletionSource)ticket!).TrySetCanceled(token), ticket);
        await ticket.Task;
    }

    public void Leave()
    {
        lock (_gate)
        {
            _taken--;
            LetIn();
        }
    }

    private void LetIn()
    {
        while (_taken < _limit && _waiting.TryDequeue(out var ticket))
        {
            // One that was cancelled has left its place.
            if (ticket.TrySetResult())
                _taken++;
        }
    }
}
