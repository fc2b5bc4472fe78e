namespace Orchestrator.Sip.UserAgents;

/// <summary>
/// Work of one call, one piece after the other, whichever thread brings it. Whoever comes while another works leaves his piece
/// there and goes: nobody waits, and no lock is held while a piece runs.
/// </summary>
internal sealed class Mailbox(Action<Exception> failed)
{
    private readonly Lock _gate = new();
    private readonly Queue<Action> _waiting = new();
    private bool _busy;

    public void Post(Action work)
    {
        lock (_gate)
        {
            if (_busy)
            {
                _waiting.Enqueue(work);
                return;
            }
            _busy = true;
        }
        while (true)
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                failed(e);
            }
            lock (_gate)
            {
                if (_waiting.TryDequeue(out work!)) continue;
                _busy = false;
                return;
            }
        }
    }
}
