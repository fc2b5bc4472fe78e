using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>One call of an engine: a caller's description, and the legs that have been offered it.</summary>
internal sealed class AnchoredCall(string id, string callerTag, NgClient client)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, AnchoredLeg> _legs = new(StringComparer.Ordinal);
    private Task _changes = Task.CompletedTask;

    public string Id => id;

    public NgClient Client => client;

    /// <summary>The tag of whom everybody else is offered to; a stand-in where nobody has called in.</summary>
    public string CallerTag => callerTag;

    /// <summary>What the caller says of itself.</summary>
    public string CallerSdp { get; set; } = "";

    public bool IsLost { get; private set; }

    /// <summary>Whom a leg hears takes several requests; changes are made one after another, so that no two mix.</summary>
    public Task<NgReply> Change(Func<Task<NgReply>> change)
    {
        lock (_gate)
        {
            var made = After(_changes, change);
            _changes = made;
            return made;
        }
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

    private static async Task<NgReply> After(Task before, Func<Task<NgReply>> change)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        return await change().ConfigureAwait(false);
    }
}
