using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>
/// A leg to a Resource that the engine serves itself: its far end is a call that comes in, on this very plane. What happens to the one is told
/// to the other outside of every gate, so that two legs never wait for each other.
/// </summary>
internal sealed partial class SimulatedLeg
{
    private readonly TellingInOrder _telling;
    private SimulatedLeg? _other;
    private ResourceChain? _chain;
    private int? _refusedWith;

    /// <summary>The leg at the other end of this one's wire; null: its far end is somebody.</summary>
    public string? OtherEnd => _other?.Id;

    private CommandResult CallBack(DialTarget target)
    {
        _chain = ResourceChain.Join(target.CallerLegId is { } id ? _context.Legs.GetValueOrDefault(id)?._chain : null);
        if (_chain is null)
        {
            End(new EndCause(EndKind.NoRoute, Detail: ResourceChain.NoEnd));
            return CommandResult.Done;
        }

        var comesIn = new SimulatedLeg(LegIds.New(), _context) { _other = this, _chain = _chain };
        _other = comesIn;
        _context.Legs[comesIn.Id] = comesIn;
        Raise(new Progress(Id, _log.NextSequence));
        _telling.Note(() => comesIn.CallIn(_context.NodeId, new IncomingCall
        {
            From = target.From,
            To = target.To,
            ProjectId = target.ResourceOf,
            FromName = target.FromName,
            Headers = target.Headers,
        }, hangUpAfter: null));
        return CommandResult.Done;
    }

    /// <summary>Inside the gate.</summary>
    private void TellOther(Action<SimulatedLeg> what)
    {
        if (_other is { } other) _telling.Note(() => what(other));
    }

    private void OtherAnswered() => FromOutside(() =>
    {
        if (_stage == LegStage.Dialed) RaiseAnswered();
        return true;
    });

    /// <param name="status">How the caller was refused; null: he was not, or it was he who left.</param>
    private void OtherEnded(int? status) => FromOutside(() =>
    {
        switch (_stage)
        {
            case LegStage.Dialed:
                End(new EndCause(EndKind.Rejected, status ?? 480));
                break;
            case LegStage.Cancelling:
                End(new EndCause(EndKind.CancelConfirmed, 487));
                break;
            case LegStage.Offered or LegStage.Answered:
                End(new EndCause(EndKind.RemoteHangUp));
                break;
        }

        return true;
    });

    private void OtherPressed(string digits) => FromOutside(() =>
    {
        foreach (var digit in digits.Where(digit => _stage == LegStage.Answered && Dtmf.IsDigit(digit))) Raise(new DigitPressed(Id, _log.NextSequence, digit));
        return true;
    });
}
