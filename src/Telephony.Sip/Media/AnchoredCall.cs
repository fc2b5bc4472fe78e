using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>One call of an engine: a caller's description, and the legs that have been offered it.</summary>
internal sealed class AnchoredCall(string id, string callerTag, NgClient client)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, AnchoredLeg> _legs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _hiddenFrom = new(StringComparer.Ordinal);

    public string Id => id;

    /// <summary>The tag of whom everybody else is offered to; a stand-in where nobody has called in.</summary>
    public string CallerTag => callerTag;

    /// <summary>What the caller says of itself.</summary>
    public string CallerSdp { get; set; } = "";

    /// <summary>The tag of the leg that the caller is joined to; null while there is none.</summary>
    public string? Answered { get; set; }

    public bool IsLost { get; private set; }

    /// <summary>What the caller says reaches whoever was offered it, so he is blocked while somebody has answered who is not to hear him.</summary>
    public Task HideCaller(AnchoredLeg from)
    {
        lock (_gate) _hiddenFrom.Add(from.Tag);
        return Ask("block media", NgRequests.Of(callerTag));
    }

    /// <summary>That one is joined to him, or gone.</summary>
    public Task ShowCaller(AnchoredLeg to)
    {
        lock (_gate)
            if (!_hiddenFrom.Remove(to.Tag) || (_hiddenFrom.Count > 0 && Answered != to.Tag)) return Task.CompletedTask;
        return Ask("unblock media", NgRequests.Of(callerTag));
    }

    /// <summary>Asks the engine; every request names the call.</summary>
    public Task<NgReply> Ask(string command, NgDictionary items)
    {
        items["call-id"] = id;
        return client.Send(command, items);
    }

    public void Add(AnchoredLeg leg)
    {
        lock (_gate) _legs[leg.Tag] = leg;
    }

    /// <summary>True if nobody is left.</summary>
    public bool Remove(AnchoredLeg leg)
    {
        lock (_gate)
        {
            _legs.Remove(leg.Tag);
            return _legs.Count == 0;
        }
    }

    public AnchoredLeg? Find(string tag)
    {
        lock (_gate) return _legs.GetValueOrDefault(tag);
    }

    public void Lose()
    {
        List<AnchoredLeg> legs;
        lock (_gate)
        {
            IsLost = true;
            legs = [.. _legs.Values];
        }

        foreach (var leg in legs) leg.Lose();
    }
}
