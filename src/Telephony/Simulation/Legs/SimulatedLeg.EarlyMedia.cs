namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>
/// Audio of callees before they answer. A caller hears the one callee that rings; with several, whom should he hear? Nor does he hear one
/// while something is played to him.
/// </summary>
internal sealed partial class SimulatedLeg
{
    private string? _callerId;
    private bool _sendsEarly;

    /// <summary>The callee whom this leg hears before that one has answered; null: none.</summary>
    public string? Hears
    {
        get
        {
            lock (Gate)
            {
                if (_stage is not (LegStage.Offered or LegStage.Answered) || _playback is not null || Bridge is not null) return null;
            }

            return _context.Legs.Values.Where(leg => leg.RingsFor(Id)).ToList() is [{ SendsEarly: true } callee] ? callee.Id : null;
        }
    }

    private bool SendsEarly
    {
        get
        {
            lock (Gate) return _sendsEarly;
        }
    }

    private bool RingsFor(string callerId)
    {
        lock (Gate) return _callerId == callerId && _stage == LegStage.Dialed;
    }
}
