using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Simulation.Legs;
using Orchestrator.Telephony.Streams;

namespace Orchestrator.Telephony.Simulation;

/// <summary>
/// A phone network in memory. What a far end does is written in the address that is dialed (<c>sip:NAME@sim;answer=500</c>,
/// <c>+15550100486</c>), and all time comes from the time provider: the same commands at the same times bring about the same events.
/// </summary>
public sealed partial class SimulatedPlane : ITelephonyPlane, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly PlaneContext _context;
    private int _disposed;

    /// <param name="time">Clock and timers. With a fake one, what a command brings about at once is delivered before it returns.</param>
    /// <param name="nodeId">The node this plane belongs to.</param>
    /// <param name="door">Opens the WebSockets of streams, which are real; null: this plane opens none.</param>
    public SimulatedPlane(TimeProvider time, string nodeId, StreamDoor? door = null)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentException.ThrowIfNullOrEmpty(nodeId);
        NodeId = nodeId;
        _context = new PlaneContext(new PlaneClock(time), _stopping.Token) { NodeId = nodeId, Door = door };
    }

    public string NodeId { get; }

    public void Listen(IPlaneListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        _context.Listen(listener);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// Beyond what the port says: <see cref="Cancel"/> and <see cref="HangUp"/> of a leg that has ended, <see cref="Unbridge"/> of
    /// legs that are not joined, <see cref="StopPlay"/> of what does not play and <see cref="Release"/> of what is not known are done,
    /// since what they ask for is so.
    /// After the plane was disposed every command answers <see cref="CommandOutcome.LegGone"/>.
    /// </remarks>
    public ValueTask<CommandResult> Execute(PlaneCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        cancellationToken.ThrowIfCancellationRequested();
        _ = _context.Listener;

        var journal = _context.Journal;
        journal?.Invoke(new CommandReceived(_context.Clock.UtcNow, command));
        var result = CarryOut(command);
        if (!result.IsDone) journal?.Invoke(new CommandRefused(_context.Clock.UtcNow, command, result));
        return ValueTask.FromResult(result);
    }

    /// <summary>
    /// Somebody calls in by himself, as on a real network: the plane chooses the leg's id and raises <see cref="Arrived"/>. What he does
    /// once he is answered is written in the address he calls from.
    /// </summary>
    /// <param name="hangUpAfter">When he hangs up by himself; null: never.</param>
    /// <param name="legId">The leg's id; null: a new one.</param>
    /// <returns>The leg's id.</returns>
    public string CallIn(IncomingCall call, TimeSpan? hangUpAfter = null, string? legId = null)
    {
        ArgumentNullException.ThrowIfNull(call);
        var leg = new SimulatedLeg(legId ?? LegIds.New(), _context);
        _context.Legs[leg.Id] = leg;
        leg.CallIn(NodeId, call, hangUpAfter);
        return leg.Id;
    }

    /// <summary>Ends all legs silently and waits for the listener to come back; not to be awaited by the listener itself.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (var leg in _context.Legs.Values) leg.Dispose();
        _context.Legs.Clear();
        await _context.Deliveries.Land().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private CommandResult CarryOut(PlaneCommand command)
    {
        if (_stopping.IsCancellationRequested) return Refusal.Gone("the plane has stopped");
        if (command is StartCaller { HangUpAfter: { Ticks: < 0 } after })
            return Refusal.Unsupported($"found a hang-up after {after}, expected 0 or more");

        return command switch
        {
            Dial or StartCaller => Begin(command),
            Release => Forget(command),
            Bridge bridge => Find(bridge.LegId) is { } leg ? Join(leg, bridge.PeerLegId) : Refusal.Unknown(bridge.LegId),
            BridgeAcross half => Find(half.LegId) is { } leg
                ? Bridging.JoinAcross(leg, half, NodeId, _context)
                : Refusal.Unknown(half.LegId),
            Unbridge unbridge => Find(unbridge.LegId) is { } leg
                ? Bridging.Part(leg, unbridge.PeerLegId)
                : Refusal.Unknown(unbridge.LegId),
            _ => Find(command.LegId)?.Execute(command) ?? Refusal.Unknown(command.LegId),
        };
    }

    private CommandResult Begin(PlaneCommand command)
    {
        if (_context.Released.Contains(command.LegId)) return Refusal.Unknown(command.LegId);
        var leg = _context.Legs.GetOrAdd(command.LegId, static (id, context) => new SimulatedLeg(id, context), _context);
        var result = leg.Execute(command);
        if (!_stopping.IsCancellationRequested) return result;

        // It came in while the plane was being stopped, perhaps too late to be found.
        leg.Dispose();
        _context.Legs.TryRemove(new(leg.Id, leg));
        return Refusal.Gone("the plane has stopped");
    }

    private CommandResult Forget(PlaneCommand release)
    {
        _context.Released.Add(release.LegId);
        Find(release.LegId)?.Execute(release);
        return CommandResult.Done;
    }

    private CommandResult Join(SimulatedLeg leg, string peerId) =>
        Find(peerId) is { } peer ? Bridging.Join(leg, peer, _context) : Refusal.Gone(Refusal.Unknown(peerId).Detail!);

    private SimulatedLeg? Find(string legId) => _context.Legs.GetValueOrDefault(legId) is { IsReleased: false } leg ? leg : null;
}
