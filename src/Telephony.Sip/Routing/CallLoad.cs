namespace Orchestrator.Telephony.Sip.Routing;

/// <summary>How many calls a trunk, or a project, has, and how many it began this second.</summary>
/// <param name="most">Calls at a time; 0: no limit.</param>
/// <param name="perSecond">Calls begun a second; 0: no limit.</param>
internal sealed class CallLoad(int most, int perSecond, TimeProvider time)
{
    private readonly Lock _gate = new();
    private double _tokens = perSecond;
    private long _at = time.GetTimestamp();

    public int Calls { get; private set; }

    /// <summary>Begins a call, if there is room for it; to be given back by <see cref="Leave"/>.</summary>
    public bool TryEnter()
    {
        lock (_gate)
        {
            if (most > 0 && Calls >= most) return false;
            if (perSecond > 0 && !TryTakeToken()) return false;
            Calls++;
            return true;
        }
    }

    public void Leave()
    {
        lock (_gate) Calls--;
    }

    private bool TryTakeToken()
    {
        var now = time.GetTimestamp();
        _tokens = Math.Min(perSecond, _tokens + (time.GetElapsedTime(_at, now).TotalSeconds * perSecond));
        _at = now;
        if (_tokens < 1) return false;
        _tokens--;
        return true;
    }
}
