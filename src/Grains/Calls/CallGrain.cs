using Orchestrator.Grains.Connects;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Nodes;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Calls;

/// <summary>One leg: the interpreter of <see cref="LegMachine"/>.</summary>
[WithItsSession]
internal sealed partial class CallGrain(EngineServices services)
    : MachineGrain<CallRecord, LegState, LegEffect>(services, services.Calls), ICallGrain
{
    /// <summary>How long the wire may take to let go of a leg that is over before somebody should look.</summary>
    private static readonly TimeSpan NotDead = TimeSpan.FromMinutes(5);

    public async Task<StartConnectResult> StartConnect(StartConnect request)
    {
        if (await Admit(request) is { } refusal)
            return await Again(request, refusal) ?? new StartConnectResult(refusal, default);
        var caller = Record!;
        // The key's first request runs, and what this one brings is refused below.
        if (request.Document is { } document && caller.ActiveScript == CallIds.ScriptAfter(request.ConnectId))
            await ScriptOf(CallIds.ScriptAfter(request.ConnectId)).Begin(ScriptOrders.After(Id, caller, request, document, Services.SpaceId));
        var accepted = await ConnectOf(request.ConnectId).Accept(new AcceptConnect(
            caller.ProjectId, Id, caller.From, caller.To, caller.NodeId, caller.State is Up or Bridged, request.RequestHash, request.Plan, request.Trace, request.IsNew)
        { Envs = request.Envs });
        Note(Record! with { ConnectDoubtfulSince = null });
        if (accepted.Over)
            await ConnectOver(request.ConnectId, accepted.Reason, bridgedWith: null, onNode: null);
        // The plane is told last: nothing can be reported about the caller before there is a connect to report to.
        if (!accepted.Replayed && request.Caller is not null)
            CarryOut(new PlaceCall());
        return ResultOf(accepted);
    }

    public Task Dial(DialOrder order) => Ordered(order.Leg, new DialOrdered(Now));

    public Task Release(LegOrder order, ReleaseCause cause) => Ordered(order, new ReleaseOrdered(Now, cause));

    /// <summary>A queue's leg that holds another caller by now has said so, and is heard yet.</summary>
    public Task Join(string callerId, TimeSpan limit, string? waitId) =>
        waitId is not null && Record is { State: not LegOver } record && record.Waiter?.WaitId != waitId
            ? Task.CompletedTask
            : Asked(new JoinOrdered(Now, callerId, limit));

    public Task Answer() => Asked(new AnswerOrdered(Now));

    public async Task Bridge(string peerId, QueuedCall? waiter)
    {
        if (Record is { State: LiveLeg } && !IsOfTheConnect(peerId))
            return; // by a connect of before, and late
        await StandIn(peerId, waiter);
        await Asked(new BridgeOrdered(Now, peerId));
    }

    public async Task Part(string peerId, QueuedCall waiter)
    {
        if (Record is not { State: LiveLeg } record || !IsOfTheConnect(peerId))
            return;
        if (record.Waiter is null)
            PartLater(waiter.CallId, waiter.NodeId); // his owner may have forgotten it
        else if (record.Waiter.WaitId == waiter.WaitId)
            await StandIn(peerId, waiter: null);
    }

    public async Task ConnectOver(string connectId, FailedReason? reason, string? bridgedWith, string? onNode)
    {
        if (Record is not { } record || record.ActiveConnect != connectId)
            return;
        _endNews.NotNeeded();
        if (record.ActiveScript is { } script)
        {
            // Told before the connect is let go: should this be lost on the way, the connect says again that it is over.
            await (record.State is LegOver ? ScriptOf(script).CallEnded() : ScriptOf(script).ConnectOver(connectId, reason));
        }
        else if (record.EndsWithConnect)
        {
            await Happened(new ReleaseOrdered(Now, ReleaseCause.ConnectOver));
            return;
        }

        PartFrom(bridgedWith, onNode);
        var parted = LegMachine.Step(record.Terms, record.State, new PartOrdered(Now));
        await Take(record with { ActiveConnect = null, ConnectDoubtfulSince = null }, parted.Decide(), Now);
    }

    public async Task PlaneRaised(PlaneEvent planeEvent)
    {
        var at = Now;
        await (planeEvent switch
        {
            Arrived e => Arrive(e),
            Progress => Happened(new FarEndRang(at)),
            EarlyMedia => Happened(new FarEndSentMedia(at)),
            Answered => Happened(new FarEndAnswered(at)),
            Ended e => Happened(new FarEndEnded(at, e.Cause, e.WasAnswered)),
            MediaLost => Happened(new FarEndLostMedia(at)),
            DigitPressed e => Pressed(e),
            PlaybackFinished { Problem: { } problem } e when IsMusic(e.PlaybackId) => FailedMusic(e.PlaybackId, problem),
            _ => Task.CompletedTask,
        });
        await TellScript(planeEvent);
    }

    public Task Wake()
    {
        if (Record is { State: LiveLeg } record && Services.Planes.IsGone(record.NodeId))
            return Happened(new FarEndEnded(Now, new EndCause(EndKind.PlaneLost)));
        if (Record is { State: LegOver { Dead: false } over } && Now - over.At > NotDead)
            Services.Instruments.NotDead();
        if (Record is { State: LiveLeg, ConnectDoubtfulSince: { } since } doubtful)
        {
            if (doubtful is { ActiveConnect: null, ActiveScript: null } && Now - since >= LegTerms.DoubtTime)
                return Happened(new ReleaseOrdered(Now, ReleaseCause.ConnectOver)); // nobody has asked again
            CarryOut(new TellCallersConnect(CallerNews.Restored));
        }

        return LookAtTheClock();
    }

    public async Task<bool> MediaJoined(string peerId, string? waitId, string? refusal)
    {
        if (!IsOfTheConnect(peerId) || Record!.Waiter?.WaitId != waitId)
            return false;
        await Happened(refusal is null ? new BridgeMade(Now, peerId) : new BridgeRefused(Now, peerId, refusal));
        return true;
    }

    public Task ConfirmEnded(bool passed, string? detail) => Happened(new ConfirmEnded(Now, passed, detail));

    /// <summary>A leg of the connect that runs on this caller now, not of one before.</summary>
    private bool IsOfTheConnect(string peerId) => Record?.ActiveConnect is { } connect && CallIds.ConnectOf(peerId) == connect;

    private Task Happened(LegEvent happened) => Record is { } record
        ? Take(record, LegMachine.Step(record.Terms, record.State, happened), happened.At)
        : Task.CompletedTask; // never was, or its retention is over

    /// <summary>The connect orders something: if the leg is over, it has not heard so, or has lost it.</summary>
    private Task Asked(LegEvent order)
    {
        _endNews.Asked();
        return Happened(order);
    }

    /// <summary>The first order makes the leg; a leg that was released before it was dialed is made, and over.</summary>
    private Task Ordered(LegOrder order, LegEvent happened)
    {
        if (Record is not null)
            return Asked(happened);
        var record = CallRecords.OfLeg(order, happened.At);
        return Take(
            record, LegMachine.Step(record.Terms, record.State, happened), happened.At, alarmRang: false,
            new LegCreated(
                order.Number, order.Group, order.Leg.To.Kind, order.From, order.Leg.To.Address, (int)order.Leg.Timeout.TotalSeconds,
                order.NodeId, LegWebhooks.WordsOf(order.Leg)));
    }

    /// <returns>Why this call cannot run the connect; null: it can, or already does.</returns>
    private async Task<StartConnectOutcome?> Admit(StartConnect request)
    {
        if (Record is null && request.Caller is { } caller)
        {
            var record = CallRecords.OfCaller(request, caller, await Services.Planes.Choose(CallIds.SessionOf(Id)), Now);
            var step = LegMachine.Step(record.Terms, record.State, new CallerStarted(Now, caller.Answered));
            await Take(
                record, step with { Effects = [] }, Now, alarmRang: false,
                new CallerArrived(request.ProjectId, caller.From, caller.To, caller.Answered, Services.Nodes.Own));
            return null;
        }

        if (Record is not { } known || known.ProjectId != request.ProjectId)
            return StartConnectOutcome.CallNotFound;
        if (known.ActiveConnect == request.ConnectId)
            return null;
        if (known.State is LegOver)
            return StartConnectOutcome.CallEnded;
        if (known.ActiveConnect is not null || known.Order is not null || await IsRepeated(request))
            return StartConnectOutcome.CallBusy;
        if (!await (request.ByScript is { } script ? IsWanted(script, request.ConnectId) : ScriptGivesWay()))
            return StartConnectOutcome.CallBusy;
        var next = Record! with
        {
            ActiveConnect = request.ConnectId,
            ConnectDoubtfulSince = Now,
            EndsWithConnect = known.EndsWithConnect && request.ByScript is not null,
            ActiveScript = request.ByScript ?? (request.Document is null ? null : CallIds.ScriptAfter(request.ConnectId)),
        };
        await Take(next, Begun(next, ConnectTerms.Of(request.Plan).Longest), Now);
        return null;
    }

    /// <summary>An operation is taken on.</summary>
    private Step<LegState, LegEffect> Begun(CallRecord record, TimeSpan longest) => (record.IsLimited
        ? Step<LegState, LegEffect>.To(record.State)
        : LegMachine.Step(record.Terms, record.State, new OperationBegun(Now, longest))).Decide();

    /// <summary>It was accepted long ago, and what serves the call by now is not to give way to it again.</summary>
    private async Task<bool> IsRepeated(StartConnect request) =>
        request.ByScript is null && await ConnectOf(request.ConnectId).Known(request.ProjectId, request.RequestHash) is not null;

    /// <summary>The call has gone on since, or is over: who asks again for what was accepted then is told so, as before.</summary>
    private async Task<StartConnectResult?> Again(StartConnect request, StartConnectOutcome refusal) =>
        refusal != StartConnectOutcome.CallNotFound && request.ByScript is null
        && await ConnectOf(request.ConnectId).Known(request.ProjectId, request.RequestHash) is { } known ? ResultOf(known) : null;

    private static StartConnectResult ResultOf(AcceptConnectResult accepted)
    {
        var outcome = !accepted.Replayed ? StartConnectOutcome.Accepted
            : accepted.SameRequest ? StartConnectOutcome.Replayed : StartConnectOutcome.KeyReused;
        return new StartConnectResult(outcome, accepted.CreatedAt);
    }

    private protected override void Measure(CallRecord record, IReadOnlyList<TimelineEvent> facts, DateTimeOffset at) =>
        Services.Instruments.Leg(Id, record, facts, at);

    /// <summary>The wire may have said to the owner before that the leg was answered, or, of one that is over, its last word.</summary>
    private protected override void TakenUp(CallRecord record)
    {
        _mayHaveMissedAnswer = record.State is Offered;
        _mayHaveMissedLastWord = record.State is LegOver { Dead: false };
    }

    private IConnectGrain ConnectOf(string connectId) => GrainFactory.Of<IConnectGrain>(connectId);
}
