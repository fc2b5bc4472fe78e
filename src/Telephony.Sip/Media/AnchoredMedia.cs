using System.Collections.Concurrent;
using System.Net;
using Orchestrator.Telephony.Sip.Configuration;
using Orchestrator.Telephony.Sip.Media.Sounds;
using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Media;

/// <summary>
/// Media anchored on rtpengine: one call of it for a caller and all his legs, so that whoever wins need not be told of a new address. A dead engine gets
/// no further calls, and the legs that were on it are told that their media are gone.
/// </summary>
internal sealed class AnchoredMedia : IMedia
{
    private readonly ConcurrentDictionary<string, AnchoredCall> _calls = new(StringComparer.Ordinal);
    private readonly EnginePool _pool;
    private readonly DtmfSocket? _dtmf;

    /// <param name="audio">How audio files are fetched; null: none are.</param>
    /// <param name="failed">Told what was thrown where nobody waits for it.</param>
    public AnchoredMedia(MediaSettings settings, TimeProvider time, AudioDoor? audio = null, Action<Exception>? failed = null)
    {
        (SinkAddress, Sink, Time) = (settings.SinkAddress, Descriptions.Sink(settings.SinkAddress).ToString(), time);
        Sounds = new SoundStore(settings.Sounds, time, audio, Espeak.Of(settings.Sounds, time));
        _pool = new EnginePool(
            settings.Engines.Select(engine => (engine, new NgClient(EngineAddress.Parse(engine).Open(), time))),
            time, (_, calls) => Lose(calls), new EngineHealth { PingEvery = settings.PingEvery, PingsMissed = settings.PingsMissed });
        if (settings.DtmfListen is { } listen) _dtmf = new DtmfSocket(IPEndPoint.Parse(listen), Press, failed ?? (_ => { }));
    }

    public string SinkAddress { get; }

    /// <summary>Somebody who is nowhere.</summary>
    public string Sink { get; }

    public TimeProvider Time { get; }

    public SoundStore Sounds { get; }

    /// <summary>Calls that are on an engine.</summary>
    public int CallCount => _calls.Count;

    public bool IsAnyAlive => _pool.Engines.Any(engine => engine.IsAlive);

    public bool MakesWebrtc => true;

    public MediaLeg Begin(IMediaUser user, MediaLeg? caller, string? tag = null) => new AnchoredLeg(this, user, (caller as AnchoredLeg)?.Call, tag ?? user.LegId);

    /// <summary>A call on the engine that has room for it; null if none lives.</summary>
    public AnchoredCall? NewCall(string id, string callerTag)
    {
        if (_pool.Take(id) is not { } engine) return null;
        return _calls[id] = new AnchoredCall(id, callerTag, engine.Client);
    }

    /// <summary>Nobody is left in it.</summary>
    public void End(AnchoredCall call)
    {
        _calls.TryRemove(new(call.Id, call));
        _pool.Release(call.Id);
        if (!call.IsLost) _ = Delete(call);
    }

    private async Task Delete(AnchoredCall call)
    {
        var deleted = await call.Change(() => call.Ask("delete", new NgDictionary())).ConfigureAwait(false);
        if (deleted.Outcome == NgOutcome.NoAnswer) _pool.Owe(call.Id, call.Client);
    }

    private void Lose(IReadOnlyCollection<string> calls)
    {
        foreach (var id in calls)
            if (_calls.TryRemove(id, out var call)) call.Lose();
    }

    private void Press(string callId, string tag, char digit)
    {
        if (_calls.TryGetValue(callId, out var call)) call.Find(tag)?.Press(digit);
    }

    public async ValueTask DisposeAsync()
    {
        _dtmf?.Dispose();
        await _pool.DisposeAsync().ConfigureAwait(false);
    }
}
