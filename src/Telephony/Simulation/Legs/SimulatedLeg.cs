using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Simulation.Addresses;

namespace Orchestrator.Telephony.Simulation.Legs;

/// <summary>
/// One leg: its stage, what its far end will still do, and its events. Inputs are commands and moments that have come; each is
/// carried out inside the leg's gate, and the listener is told outside of it.
/// </summary>
internal sealed partial class SimulatedLeg : IDisposable
{
    private readonly PlaneContext _context;
    private readonly Agenda _agenda;
    private readonly EventLog _log = new();
    private readonly EventDelivery _delivery;
    private LegStage _stage = LegStage.New;
    private bool _isCaller;
    private volatile bool _isReleased;
    private FarEnd _farEnd = FarEnd.Silent;
    private TimeSpan _now;
    private long _answeredSequence;
    private volatile BridgeLink? _bridge;

    public SimulatedLeg(string id, PlaneContext context)
    {
        Id = id;
        _context = context;
        _agenda = new Agenda(context.Clock, _ => AlarmRang());
        _delivery = new EventDelivery(context, Gate, _log);
        _telling = new TellingInOrder(Gate);
    }

    public string Id { get; }

    /// <summary>Forgotten by its owner; it may still have to die.</summary>
    public bool IsReleased => _isReleased;

    public Lock Gate { get; } = new();

    /// <summary>The bridge the leg is in; null when there is none, or it was broken from the other side.</summary>
    public BridgeLink? Bridge
    {
        get => _bridge is { Stands: true } bridge ? bridge : null;
        set => _bridge = value;
    }

    public CommandResult Execute(PlaneCommand command)
    {
        CommandResult result;
        bool claimed;
        lock (Gate)
        {
            CatchUp();
            result = _isReleased ? Refusal.Unknown(Id) : Apply(command);
            claimed = Settle();
        }

        _telling.TellAll();
        if (claimed) _delivery.Begin();
        return result;
    }

    /// <summary>A caller comes in by himself.</summary>
    public void CallIn(string nodeId, IncomingCall call, TimeSpan? hangUpAfter)
    {
        bool claimed;
        lock (Gate)
        {
            CatchUp();
            BringUp(call.From, hangUpAfter);
            Raise(new Arrived(Id, _log.NextSequence, nodeId, call));
            claimed = Settle();
        }

        _telling.TellAll();
        if (claimed) _delivery.Begin();
    }

    /// <summary>Lets happen what is due.</summary>
    public void Wake()
    {
        bool claimed;
        lock (Gate)
        {
            CatchUp();
            claimed = Settle();
        }

        _telling.TellAll();
        if (claimed) _delivery.Begin();
    }

    /// <summary>What keeps the leg from being bridged, or null. Inside the gate.</summary>
    public string? WhyNotAnswered() =>
        _stage == LegStage.Answered && !_isReleased ? null : $"leg {Id} is {Words(_stage)}, expected answered";

    /// <summary>Ends at once; nobody is told.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (_stage is not LegStage.New and not LegStage.Ended) _context.CountLegDown();
            _stage = LegStage.Ended;
            _isReleased = true;
            _bridge?.Break();
            _stream?.Stop();
            _agenda.Dispose();
            _delivery.Dispose();
        }
    }

    private void AlarmRang()
    {
        bool claimed;
        lock (Gate)
        {
            _agenda.AlarmRang();
            CatchUp();
            claimed = Settle();
        }

        _telling.TellAll();
        if (claimed) _delivery.Run();
    }

    private void CatchUp()
    {
        _now = _context.Clock.Now;
        while (_agenda.TryTake(_now, out var moment)) Happen(moment);
    }

    /// <summary>What was done may be due at once (<c>answer=0</c>). True: the caller has to deliver.</summary>
    private bool Settle()
    {
        while (_agenda.TryTake(_now, out var moment)) Happen(moment);
        if (_stage != LegStage.Ended) _agenda.SetAlarm(_now);
        return _delivery.TryClaim();
    }

    private void Raise(PlaneEvent planeEvent)
    {
        if (_isReleased) return;
        _log.Append(planeEvent);
        if (_context.Journal is { } journal) journal(new EventHappened(_context.Clock.UtcNow, planeEvent));
    }

    private void End(EndCause cause)
    {
        var wasAnswered = _stage == LegStage.Answered;
        _stage = LegStage.Ended;
        _playback = null;
        _bridge?.Break();
        _stream?.Stop();
        _agenda.Dispose();
        if (!_isCaller) _chain?.Leave();
        _context.CountLegDown();
        Raise(new Ended(Id, _log.NextSequence, cause, wasAnswered));
        var status = _refusedWith;
        TellOther(other => other.OtherEnded(status));
        if (_isReleased) Forget();
    }

    private void Forget()
    {
        _delivery.Dispose();
        _context.Legs.TryRemove(new(Id, this));
    }

    private static string Words(LegStage stage) => stage switch
    {
        LegStage.New or LegStage.Dialed or LegStage.Offered => "not answered",
        LegStage.Answered => "answered",
        LegStage.Cancelling => "given up",
        _ => "ended",
    };
}
