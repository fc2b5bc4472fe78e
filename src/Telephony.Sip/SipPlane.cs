using Orchestrator.Sip.Messages;
using Orchestrator.Sip.Transactions;
using Orchestrator.Sip.UserAgents;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Configuration;
using Orchestrator.Telephony.Sip.Legs;
using Orchestrator.Telephony.Sip.Media;
using Orchestrator.Telephony.Sip.Routing;
using Orchestrator.Telephony.Sip.Subscribers;

namespace Orchestrator.Telephony.Sip;

/// <summary>
/// The phone network as it is: SIP by the library beside us, media by an engine or directly between the far ends. A back-to-back user agent: each
/// leg is a dialog of its own, and what joins two of them is the engine's bridge.
/// </summary>
public sealed partial class SipPlane : ITelephonyPlane, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly PlaneParts _parts;
    private readonly List<TrunkWatch> _watches;
    private int _disposed;

    /// <param name="nodeId">The node this plane belongs to.</param>
    /// <param name="settings">Checked before: see <see cref="SettingsCheck"/>.</param>
    /// <param name="doors">What the host opens to it; null: nothing.</param>
    /// <exception cref="System.Net.Sockets.SocketException">An address cannot be listened on.</exception>
    public SipPlane(string nodeId, SipSettings settings, TimeProvider time, PlaneDoors? doors = null)
        : this(nodeId, settings, time, Stack.Open, doors)
    {
    }

    internal SipPlane(string nodeId, SipSettings settings, TimeProvider time, Func<SipSettings, TimeProvider, SipUserAgentHandler, Action<Exception>, SipUserAgent> open, PlaneDoors? doors = null, IMedia? media = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentException.ThrowIfNullOrEmpty(nodeId);
        NodeId = nodeId;
        var desk = new PlaneDesk(new PlaneClock(time), _stopping.Token);
        doors ??= new PlaneDoors();
        _parts = new PlaneParts(desk, new Router(settings, time, Random.Shared.NextDouble, nodeId), media ?? MediaOf(settings, time, doors, desk.CountFault), settings) { NodeId = nodeId, Streams = doors.Streams };
        var registrar = doors.Subscribers is null ? null : new RegisterDesk(doors.Subscribers, settings, nodeId, time, flow => _parts.Agent.RouteTo(flow));
        _parts.Agent = open(settings, time, new Door(this, registrar, ProjectGate.Of(doors.InboundProjects, settings, time)), desk.CountFault);
        _watches = [.. _parts.Router.Trunks.Where(trunk => trunk.OptionsEvery > TimeSpan.Zero)
            .Select(trunk => new TrunkWatch(trunk, trunk.OptionsEvery, settings.RegistrarDomain, _parts.Agent, desk, time))];
    }

    public string NodeId { get; }

    public int LegsUp => _parts.Desk.LegsUp;

    /// <summary>Legs that are remembered: not released, or released and not dead yet.</summary>
    public int ActiveLegs => _parts.Legs.Count;

    /// <summary>Bridges that stand.</summary>
    public int Bridges => _parts.Desk.Bridges;

    /// <summary>How often the listener, or something of ours, has thrown.</summary>
    public long Faults => _parts.Desk.Faults;

    public Exception? LastFault => _parts.Desk.LastFault;

    /// <summary>The user agent below; for its counters, and the addresses it listens on.</summary>
    public SipUserAgent Agent => _parts.Agent;

    /// <summary>Told of every command and event. It must be quick, must not throw and must not give commands. Set before the first command.</summary>
    public Action<PlaneRecord>? Journal
    {
        get => _parts.Desk.Journal;
        set => _parts.Desk.Journal = value;
    }

    public void Listen(IPlaneListener listener)
    {
        ArgumentNullException.ThrowIfNull(listener);
        _parts.Desk.Listen(listener);
    }

    /// <inheritdoc/>
    public async ValueTask<CommandResult> Execute(PlaneCommand command, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(command);
        cancellationToken.ThrowIfCancellationRequested();
        _ = _parts.Desk.Listener;

        var journal = _parts.Desk.Journal;
        journal?.Invoke(new CommandReceived(_parts.Desk.Clock.UtcNow, command));
        var result = await CarryOut(command).ConfigureAwait(false);
        if (!result.IsDone) journal?.Invoke(new CommandRefused(_parts.Desk.Clock.UtcNow, command, result));
        return result;
    }

    /// <summary>Ends all legs silently and waits for what is under way.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        await _stopping.CancelAsync().ConfigureAwait(false);
        foreach (var watch in _watches) watch.Dispose();
        foreach (var leg in _parts.Legs.Values) leg.Dispose();
        _parts.Legs.Clear();
        await _parts.Agent.DisposeAsync().ConfigureAwait(false);
        await _parts.Media.DisposeAsync().ConfigureAwait(false);
        await _parts.Desk.Deliveries.Land().ConfigureAwait(false);
        _stopping.Dispose();
    }

    private static IMedia MediaOf(SipSettings settings, TimeProvider time, PlaneDoors doors, Action<Exception> failed) => settings.Media.Engines.Count > 0
        ? new AnchoredMedia(settings.Media, time, doors.Audio, failed)
        : new DirectMedia(settings.Media.SinkAddress);

    private ValueTask<CommandResult> CarryOut(PlaneCommand command)
    {
        if (_stopping.IsCancellationRequested) return new(Refusal.Gone("the plane has stopped"));
        if (command is StartCaller { HangUpAfter: { Ticks: < 0 } after })
            return new(Refusal.Unsupported($"found a hang-up after {after}, expected 0 or more"));
        return command switch
        {
            Dial dial => Begin(command, _parts.Find(dial.Target.CallerLegId)),
            StartCaller => Begin(command, caller: null),
            Release => Forget(command),
            Bridge bridge => Join(bridge),
            BridgeAcross half => _parts.Find(half.LegId) is { } leg ? Bridging.JoinAcross(leg, half, _parts) : new(Refusal.Unknown(half.LegId)),
            Unbridge unbridge => _parts.Find(unbridge.LegId) is { } leg
                ? Bridging.Part(leg, unbridge.PeerLegId, _parts.Find(unbridge.PeerLegId))
                : new(Refusal.Unknown(unbridge.LegId)),
            _ => _parts.Find(command.LegId)?.Execute(command) ?? new(Refusal.Unknown(command.LegId)),
        };
    }

    private ValueTask<CommandResult> Begin(PlaneCommand command, SipLeg? caller)
    {
        if (_parts.Desk.Released.Contains(command.LegId)) return new(Refusal.Unknown(command.LegId));
        if (!_parts.Legs.TryGetValue(command.LegId, out var leg))
            leg = _parts.Legs.GetOrAdd(command.LegId, static (id, arg) => new SipLeg(id, arg._parts, arg.caller), (_parts, caller));
        return leg.Execute(command);
    }

    private ValueTask<CommandResult> Forget(PlaneCommand release)
    {
        _parts.Desk.Released.Add(release.LegId);
        return _parts.Find(release.LegId)?.Execute(release) ?? new(CommandResult.Done);
    }

    private ValueTask<CommandResult> Join(Bridge bridge)
    {
        if (_parts.Find(bridge.LegId) is not { } leg) return new(Refusal.Unknown(bridge.LegId));
        return _parts.Find(bridge.PeerLegId) is { } peer
            ? Bridging.Join(leg, peer, _parts)
            : new(Refusal.Gone(Refusal.Unknown(bridge.PeerLegId).Detail!));
    }

    /// <summary>Who calls in. Those whom no rule lets in are refused before anybody is asked.</summary>
    private sealed class Door(SipPlane plane, RegisterDesk? registrar, ProjectGate? gate) : SipUserAgentHandler
    {
        private readonly HostRules _allowed = new(plane._parts.Settings.AllowFrom);

        public override void Invited(Orchestrator.Sip.UserAgents.IncomingCall call)
        {
            if (_allowed.Matches(call.Source.EndPoint.Address)) LetIn(call, projectId: null);
            else if (registrar is null) call.Reject(403);
            else plane._parts.Desk.Work(() => registrar.Admit(call, LetIn));
        }

        private void LetIn(Orchestrator.Sip.UserAgents.IncomingCall call, string? projectId)
        {
            if (gate is null) Take(call, projectId, load: null);
            else plane._parts.Desk.Work(() => gate.Admit(call, projectId, Take));
        }

        private void Take(Orchestrator.Sip.UserAgents.IncomingCall call, string? projectId, CallLoad? load)
        {
            if (plane._stopping.IsCancellationRequested)
            {
                call.Reject(503);
                return;
            }

            var leg = new SipLeg(LegIds.New(), plane._parts);
            plane._parts.Legs[leg.Id] = leg;
            leg.TakeCall(call, projectId, load);
        }

        public override void RequestReceived(ServerTransaction request)
        {
            if (registrar is null || request.Request.Method != SipMethods.Register) base.RequestReceived(request);
            else plane._parts.Desk.Work(() => registrar.Take(request));
        }
    }
}
