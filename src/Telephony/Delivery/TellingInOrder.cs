namespace Orchestrator.Telephony.Delivery;

/// <summary>
/// What happens to one leg and is told to another one of the plane: noted inside of its gate, told outside of every gate and in order, so that two legs never
/// wait for each other. Whoever comes while another one tells leaves it to him.
/// </summary>
public sealed class TellingInOrder(Lock gate)
{
    private readonly Queue<Action> _toTell = new();
    private bool _isTelling;

    /// <summary>Inside the gate.</summary>
    public void Note(Action tell) => _toTell.Enqueue(tell);

    /// <summary>Outside of it.</summary>
    public void TellAll()
    {
        while (true)
        {
            Action? tell;
            lock (gate)
            {
                if (_isTelling || !_toTell.TryDequeue(out tell)) return;
                _isTelling = true;
            }

            try
            {
                tell();
            }
            finally
            {
                lock (gate) _isTelling = false;
            }
        }
    }
}
