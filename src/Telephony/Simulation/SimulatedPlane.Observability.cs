using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Simulation.Legs;

namespace Orchestrator.Telephony.Simulation;

/// <summary>What tests, benches and checkers look at.</summary>
public sealed partial class SimulatedPlane
{
    public int LegsUp => _context.LegsUp;

    /// <summary>Legs that are remembered: not released, or released and not dead yet.</summary>
    public int ActiveLegs => _context.Legs.Count;

    /// <summary>Bridges that stand.</summary>
    public int Bridges => _context.Bridges;

    /// <summary>How often a leg in a bridge was to be bridged to another: the engine never does this, so anything but 0 is a bug.</summary>
    public int BridgeConflicts => _context.BridgeConflicts;

    /// <summary>How often the listener has thrown.</summary>
    public long Faults => _context.Faults;

    public Exception? LastFault => _context.LastFault;

    /// <summary>
    /// Told of every command and event. Called inside a leg's gate, so that its order is the order of the wire: it must be quick, must
    /// not throw and must not give commands. Set before the first command.
    /// </summary>
    public Action<PlaneRecord>? Journal
    {
        get => _context.Journal;
        set => _context.Journal = value;
    }

    /// <summary>The leg at the other end of the bridge; null when the leg is in none, or not known.</summary>
    public string? BridgeOf(string legId) => Find(legId) is { Bridge: { } bridge } leg ? bridge.PeerOf(leg) : null;

    /// <summary>Where the other half of a bridge across nodes takes this leg's audio; null when the leg is in none, or that is not known yet.</summary>
    public string? PeerMediaOf(string legId) => Find(legId) is { Bridge: HalfLink half } ? half.PeerMedia : null;

    /// <summary>Bytes of audio that the server of a stream had played; 0 when the leg is none, or not known.</summary>
    public long PlayedByStream(string legId) => Find(legId)?.Played ?? 0;

    /// <summary>What plays to the leg; null when nothing does, or it is not known.</summary>
    public string? PlaybackOf(string legId) => Find(legId)?.Playback;

    /// <summary>The callee whom the leg hears before that one has answered; null when there is none, or it is not known.</summary>
    public string? EarlyMediaTo(string legId) => Find(legId)?.Hears;

    /// <summary>The call that came in for a leg to a Resource, and the other way round; null when the leg's far end is somebody, or it is not known.</summary>
    public string? OtherEndOf(string legId) => Find(legId)?.OtherEnd;

    /// <summary>How loud that is, in dB; null when the leg is not known.</summary>
    public double? VolumeOf(string legId) => Find(legId)?.Volume;

    /// <summary>Whether what plays to the leg is held.</summary>
    public bool IsHeld(string legId) => Find(legId)?.IsHeld ?? false;

    /// <summary>What was sent to the far end by digits, in order; null when the leg is not known.</summary>
    public string? DigitsSentTo(string legId) => Find(legId)?.DigitsSent;
}
