namespace Orchestrator.Telephony.Sip.Rtpengine;

/// <summary>
/// Calls that an engine may have still, although nobody needs them: it was taken for dead, or did not answer when it was to delete them. It is asked again when it
/// answers; of more than are kept the oldest end by its own timeouts.
/// </summary>
internal sealed class Leftovers(NgClient client)
{
    private const int Most = 10_000;

    private readonly Lock _gate = new();
    private readonly Queue<string> _calls = new();
    private bool _isClearing;

    public void Add(IEnumerable<string> callIds)
    {
        lock (_gate)
        {
            foreach (var callId in callIds) _calls.Enqueue(callId);
            while (_calls.Count > Most) _calls.Dequeue();
        }
    }

    /// <summary>One after another, so that an engine that comes back has time for its calls; what it does not answer waits on.</summary>
    public async Task Clear()
    {
        lock (_gate)
        {
            if (_isClearing) return;
            _isClearing = true;
        }

        while (Next() is { } callId)
        {
            if ((await client.Send("delete", new NgDictionary { ["call-id"] = callId }).ConfigureAwait(false)).Outcome != NgOutcome.NoAnswer) continue;
            Add([callId]);
            break;
        }

        lock (_gate) _isClearing = false;
    }

    private string? Next()
    {
        lock (_gate) return _calls.TryDequeue(out var callId) ? callId : null;
    }
}
