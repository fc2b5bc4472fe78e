using Orchestrator.Sip.UserAgents;
using Orchestrator.Telephony.Delivery;
using Orchestrator.Telephony.Port;
using Orchestrator.Telephony.Sip.Media;

namespace Orchestrator.Telephony.Sip.Legs;

/// <summary>
/// One leg: its stage, its call or session, its media, its events. Commands and what the wire says are carried out inside the leg's gate; media
/// are waited for outside of it, and after every wait the leg is asked whether it is still wanted.
/// </summary>
internal sealed partial class SipLeg : CallListener, IMediaUser, IDisposable
{
    private readonly PlaneParts _parts;
    private readonly EventLog _log = new();
    private readonly EventDelivery _delivery;
    private LegStage _stage = LegStage.New;
    private bool _isCaller;
    private volatile bool _isReleased;
    private long _answeredSequence;
    private volatile BridgeLink? _bridge;
    private SipSession? _session;

    public SipLeg(string id, PlaneParts parts, SipLeg? caller = null)
    {
        (Id, _parts, _caller) = (id, parts, caller);
        Media = parts.Media.Begin(this, caller?.Media);
        _delivery = new EventDelivery(parts.Desk, Gate, _log);
        _telling = new TellingInOrder(Gate);
    }

    public string Id { get; }

    public MediaLeg Media { get; private set; }

    /// <summary>Forgotten by its owner; it may still have to die.</summary>
    public bool IsReleased => _isReleased;

    public Lock Gate { get; } = new();

    /// <summary>The bridge the leg is in; null when there is none, or it was broken from the other side.</summary>
    public BridgeLink? Bridge
    {
        get => _bridge is { Stands: true } bridge ? bridge : null;
        set => _bridge = value;
    }

    public bool IsUp => _stage == LegStage.Answered;

    string IMediaUser.LegId => Id;

    /// <summary>What keeps the leg from being bridged, or null. Inside the gate.</summary>
    public string? WhyNotAnswered() =>
        _stage == LegStage.Answered && !_isReleased ? null : $"leg {Id} is {In(_stage)}, expected answered";

    /// <summary>Ends at once; nobody is told.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (_stage is not LegStage.New and not LegStage.Ended) _parts.Desk.CountLegDown();
            _stage = LegStage.Ended;
            _isReleased = true;
            _bridge?.Break();
            _hangUp?.Dispose();
            _referEnd?.Dispose();
            _ = _streaming?.CancelAsync();
            _delivery.Dispose();
        }

        EndMedia();
    }

    /// <summary>Does something inside the gate, and then brings its events up, here and now.</summary>
    private void Happen(Action inside)
    {
        bool claimed;
        lock (Gate)
        {
            inside();
            claimed = _delivery.TryClaim();
        }

        _telling.TellAll();
        if (claimed) _delivery.Run();
    }

    private void Work(Func<Task> work) => _parts.Desk.Work(work);

    private void Raise(PlaneEvent planeEvent)
    {
        if (_isReleased) return;
        _log.Append(planeEvent);
        if (_parts.Desk.Journal is { } journal) journal(new EventHappened(_parts.Desk.Clock.UtcNow, planeEvent));
    }

    private void RaiseAnswered()
    {
        _stage = LegStage.Answered;
        _answeredSequence = _log.NextSequence;
        Raise(new Answered(Id, _answeredSequence));
    }

    private void End(EndCause cause)
    {
        if (_stage == LegStage.Ended) return;
        var wasAnswered = _answeredSequence > 0;
        _stage = LegStage.Ended;
        _bridge?.Break();
        _hangUp?.Dispose();
        _referEnd?.Dispose();
        _ = _streaming?.CancelAsync();
        LeaveTrunk();
        _project?.Leave();
        if (!_isCaller) _chain?.Leave();
        _caller?.CalleeOver(this);
        _parts.Desk.CountLegDown();
        Raise(new Ended(Id, _log.NextSequence, cause, wasAnswered));
        TellOther(other => other.OtherEnded(_refusedWith));
        EndMedia();
        if (_isReleased) Forget();
    }

    private void Forget()
    {
        _delivery.Dispose();
        _parts.Legs.TryRemove(new(Id, this));
    }

    private static string In(LegStage stage) => stage switch
    {
        LegStage.New or LegStage.Dialed or LegStage.Offered or LegStage.Answering => "not answered",
        LegStage.Answered => "answered",
        LegStage.Cancelling or LegStage.Leaving => "given up",
        _ => "ended",
    };
}
