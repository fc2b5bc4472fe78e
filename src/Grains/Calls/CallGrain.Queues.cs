using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Swml.Plan;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Calls;

/// <summary>
/// What a leg has to do with queues: a caller waits in one; a B leg to <c>queue:NAME</c> is on no wire and stands for the caller it is given;
/// the caller who took him is bridged with that one's call, wherever it is carried.
/// </summary>
internal sealed partial class CallGrain
{
    private const string TheQueue = "queue";

    public async Task<EnterQueueOutcome> EnterQueue(EnterQueue request)
    {
        if (await Admit(request) is { } refusal)
            return refusal;
        var caller = Record!;
        // He may be taken at once, and is bridged on the plane; what that says about him waits for the end of this turn.
        if (request.Caller is not null)
            CarryOut(new PlaceCall());
        await GrainFactory.Of<IWaitGrain>(request.WaitId).Begin(new BeginWait(
            caller.ProjectId, Id, caller.NodeId, caller.From, request.QueueName, caller.ActiveScript, request.ControlId, request.StatusUrl, request.WaitUrl, request.WaitTime));
        Note(Record! with { ConnectDoubtfulSince = null });
        return EnterQueueOutcome.Accepted;
    }

    public async Task WaitOver(string waitId, QueueResult result, TimeSpan waited)
    {
        if (Record is not { } record || record.ActiveConnect != waitId)
            return;
        _endNews.NotNeeded();
        if (record.ActiveScript is { } script)
        {
            // Told before the wait is let go: should this be lost on the way, the wait says again that it is over.
            await (record.State is LegOver ? ScriptOf(script).CallEnded() : ScriptOf(script).QueueLeft(waitId, result, waited));
        }
        else if (record.EndsWithConnect)
        {
            await Happened(new ReleaseOrdered(Now, ReleaseCause.ConnectOver));
            return;
        }

        await Take(record with { ActiveConnect = null, ConnectDoubtfulSince = null }, Step<LegState, LegEffect>.To(record.State).Decide(), Now);
    }

    public async Task<bool> WaiterCame(QueuedCall waiter)
    {
        if (Record is not { State: Dialing or Ready or Bridged } record || !record.Terms.FromQueue)
            return false;
        if (record is { State: Bridged })
            return record.Waiter?.WaitId == waiter.WaitId;
        // Another one than the one it has: the queue gives a leg nobody before it knows that the one before has gone, and this leg hears of it later.
        var given = LegMachine.Step(record.Terms, record.State, new WaiterGiven(Now));
        await Take(record with { Waiter = waiter }, given, Now);
        return true;
    }

    public async Task WaiterLeft(string waitId, LegEnding? ending)
    {
        if (Record is not { } record || record.Waiter?.WaitId != waitId)
            return; // of one before
        if (record.State is Ready)
            await Take(record with { Waiter = null }, LegMachine.Step(record.Terms, record.State, new WaiterLost(Now, record.CreatedAt + record.Terms.RingTimeout)), Now);
        else if (record.State is LiveLeg)
            await Happened(new FarEndEnded(Now, Endings.CauseOf(ending), WasAnswered: true));
    }

    /// <summary>
    /// He is to be bridged with that call from now on: of the one before he is parted, and what may have been joined with it is undone.
    /// </summary>
    private async Task StandIn(string peerId, QueuedCall? waiter)
    {
        if (Record is not { } record || record.Waiter == waiter)
            return;
        if (record.State is Bridged bridged && bridged.Peer == peerId)
            await Happened(new PartOrdered(Now));
        else if (record.Waiter is { } before)
            PartLater(before.CallId, before.NodeId);
        Note(Record! with { Waiter = waiter });
    }

    /// <summary>Both are carried by this node, or each by its own: then offer and answer go between the two.</summary>
    private async Task<CommandResult> Join(QueuedCall waiter)
    {
        var node = Record!.NodeId;
        if (waiter.NodeId == node)
            return await Command(new Bridge(Id, waiter.CallId));
        if (Errands.AreUnderWay(HalfOf(waiter.CallId)))
            throw new InvalidOperationException($"{waiter.CallId} is being parted (yet).");
        var offer = await Services.Planes.Execute(waiter.NodeId, new BridgeAcross(waiter.CallId, Id, node, PeerMedia: null));
        if (offer.Outcome == CommandOutcome.UnknownLeg && Record.ActiveConnect is not null && !Services.Planes.IsGone(waiter.NodeId))
            throw new InvalidOperationException($"{waiter.CallId} is not known to its plane (yet).");
        if (!offer.IsDone)
            return offer;
        var answer = await Command(new BridgeAcross(Id, waiter.CallId, waiter.NodeId, offer.Media));
        if (answer.IsDone)
            return await Services.Planes.Execute(waiter.NodeId, new BridgeAcross(waiter.CallId, Id, node, answer.Media));
        PartAfar(waiter.CallId, waiter.NodeId);
        return answer;
    }

    /// <returns>False: as for any other leg.</returns>
    private bool CarryOutInQueue(LegEffect effect)
    {
        switch (effect)
        {
            case PlaceCall:
                ToQueue(effect, () => Record!.State is Dialing, (queue, name) => queue.Take(new QueueTaker(Record!.ProjectId, name, Id)));
                return true;
            case LetGo:
                LeaveQueue(effect);
                Errands.Run(TheQueue, nameof(Ended), () => Record!.State is LegOver { Dead: false }, () =>
                    Self.PlaneRaised(new Ended(Id, 0, new EndCause(EndKind.LocalHangUp))));
                return true;
            case ForgetCall:
                LeaveQueue(effect);
                return true;
            case TellWait when Record!.Waiter is { } waiter:
                Errands.Run(TheQueue, nameof(TellWait), () => Record!.State is Bridged, () =>
                    GrainFactory.Of<IWaitGrain>(waiter.WaitId).Bridged(Id));
                return true;
            default:
                return false;
        }
    }

    /// <summary>The queue may still hold its place, and the wait its caller.</summary>
    private void LeaveQueue(LegEffect effect)
    {
        ToQueue(effect, () => true, (queue, _) => queue.Withdraw(Id));
        if (Record!.Waiter is { } waiter)
            Errands.Run(TheQueue, effect.GetType().Name, () => true, () => GrainFactory.Of<IWaitGrain>(waiter.WaitId).TakerGone(Id));
    }

    private void ToQueue(LegEffect effect, Func<bool> wanted, Func<IQueueGrain, string, Task> tell)
    {
        var name = ((QueueDestination)Record!.Order!.Leg.To).Name;
        var queue = GrainFactory.Of<IQueueGrain>(CallIds.Queue(Record.ProjectId, name));
        Errands.Run(TheQueue, effect.GetType().Name, wanted, () => tell(queue, name));
    }

    /// <summary>Tells the operation on the caller's leg.</summary>
    private Task<bool> Report(string operationId, CallerReport report) => CallIds.IsWait(operationId)
        ? GrainFactory.Of<IWaitGrain>(operationId).CallerReported(report)
        : ConnectOf(operationId).CallerReported(report);

    /// <summary>An operation that was asked for and never accepted holds nobody. Whoever asked may have asked again while this was on its way.</summary>
    public async Task Abandon(string operationId)
    {
        if (Record is not { ConnectDoubtfulSince: not null } record || record.ActiveConnect != operationId
            || await Report(operationId, new CallerReport(CallerNews.Restored)))
        {
            return;
        }

        await (CallIds.IsWait(operationId)
            ? WaitOver(operationId, QueueResult.Failed, TimeSpan.Zero)
            : ConnectOver(operationId, FailedReason.Error, bridgedWith: null, onNode: null));
    }

    /// <summary>Ends what runs on the call, whichever it is.</summary>
    private Task EndOperation(string operationId, string projectId) => CallIds.IsWait(operationId)
        ? GrainFactory.Of<IWaitGrain>(operationId).Leave()
        : ConnectOf(operationId).Cancel(projectId);

    /// <returns>Why this call cannot wait in a queue; null: it can, or already does.</returns>
    private async Task<EnterQueueOutcome?> Admit(EnterQueue request)
    {
        if (Record is null && request.Caller is { } caller)
        {
            var record = CallRecords.OfWaiter(request, caller, await Services.Planes.Choose(CallIds.SessionOf(Id)), Now);
            var step = LegMachine.Step(record.Terms, record.State, new CallerStarted(Now, Answered: true));
            await Take(
                record, step with { Effects = [] }, Now, alarmRang: false,
                new CallerArrived(request.ProjectId, caller.From, caller.To, Answered: true, Services.Nodes.Own));
            return null;
        }

        if (Record is not { } known || known.ProjectId != request.ProjectId)
            return EnterQueueOutcome.CallNotFound;
        if (known.ActiveConnect == request.WaitId)
            return null;
        await Stage();
        known = Record;
        if (known.State is not (Up or Bridged))
            return EnterQueueOutcome.CallNotUp;
        if (known.ActiveConnect is not null || known.Order is not null || request.ByScript is not { } script || !await IsWanted(script, request.WaitId))
            return EnterQueueOutcome.CallBusy;
        var next = Record! with { ActiveConnect = request.WaitId, ConnectDoubtfulSince = Now };
        await Take(next, Begun(next, request.WaitTime + LegTerms.LongestBridge), Now);
        return null;
    }
}
