using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Swml.Plan;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Calls;

/// <summary>What a leg wants done, carried out: towards its plane and towards its connect.</summary>
internal sealed partial class CallGrain
{
    private const string ThePlane = "plane";
    private const string TheConnect = "connect";

    private readonly EndNews _endNews = new();

    /// <summary>The wire's last word may have been taken by an owner that did not live to act on it.</summary>
    private bool _mayHaveMissedLastWord;

    private protected override void CarryOut(LegEffect effect)
    {
        if (effect is TellCallersConnect { News: CallerNews.Ended } or TellConnect { News: LegNews.Ended })
        {
            TellScriptTheEnd();
            TellControlsTheEnd();
        }

        if (Record!.Terms.FromQueue && CarryOutInQueue(effect))
            return;
        switch (effect)
        {
            case PlaceCall:
                // Asked just before it dials: a leg that was released meanwhile is not dialed any more.
                ToPlane(effect, () => Record!.State is LiveLeg, Place);
                break;
            case AnswerCall:
                ToPlane(effect, () => Record!.State is Offered, AnswerCaller);
                break;
            case LetGo e:
                ToPlane(effect, () => Record!.State is LegOver, () => Let(e));
                break;
            case JoinMedia e:
                ToPlane(effect, () => Record!.State is Up && IsOfTheConnect(e.Peer), () => Join(e.Peer));
                break;
            case PartMedia e:
                PartLater(Record!.Waiter?.CallId ?? e.Peer, Record.Waiter?.NodeId);
                break;
            case ForgetCall:
                ToPlane(effect, () => true, () => Command(new Release(Id)));
                break;
            case BeginNoted:
                break; // by the turn that noted it
            case StartConfirm:
                Errands.Run(TheScript, nameof(StartConfirm), () => Record!.State is Confirming, () =>
                    ScriptOf(CallIds.Confirm(Id)).Begin(ScriptOrders.OfConfirm(Id, Record!, Services.SpaceId)));
                break;
            case TellConnect when Record!.Order is null:
                break; // a call that we began for nobody
            case TellConnect { News: LegNews.Ended } e:
                TellEnd(() => ConnectOf(Record!.Order!.ConnectId).LegReported(new LegReport(Record.Order.Number, e.News, e.Ending)));
                break;
            case TellConnect e:
                Errands.Run(TheConnect, nameof(TellConnect), () => e.News != LegNews.Ready || !Record!.Terms.FromQueue || Record.Waiter is not null, () =>
                    ConnectOf(Record!.Order!.ConnectId).LegReported(new LegReport(
                        Record.Order.Number, e.News, e.Ending, e.News == LegNews.Ready ? Record.Waiter : null)));
                break;
            case TellCallersConnect { News: CallerNews.Ended } e when Record!.ActiveConnect is { } connectId:
                TellEnd(() => Report(connectId, new CallerReport(e.News, e.Peer, e.Detail, e.Ending, Cause: e.Cause)));
                break;
            case TellCallersConnect { News: CallerNews.Answered } when Record is { ActiveConnect: null, ActiveScript: { } script }:
                Errands.Run(TheScript, nameof(TellCallersConnect), () => true, () => ScriptOf(script).CallAnswered());
                break;
            case TellCallersConnect e when Record!.ActiveConnect is { } connectId:
                var report = new CallerReport(e.News, e.Peer, e.Detail, WaitId: e.Peer is null ? null : Record.Waiter?.WaitId);
                Errands.Run(TheConnect, nameof(TellCallersConnect), () => true, () => Tell(connectId, report));
                break;
        }
    }

    /// <summary>A connect that was asked for and never accepted holds nobody: its caller is free again.</summary>
    private async Task Tell(string connectId, CallerReport report)
    {
        if (!await Report(connectId, report))
        {
            // A script asks for its operation until it is accepted; one that follows a connect of the API may have been lost before it was begun.
            if (Record!.ActiveScript is { } script && script == CallIds.ScriptAfter(connectId) && !await ScriptOf(script).HasBegun())
                Note(Record with { ActiveScript = null });
            if (Record.ActiveScript is null)
                await Self.Abandon(connectId);
        }
        else if (Record is { ConnectDoubtfulSince: not null } record && record.ActiveConnect == connectId)
            Note(record with { ConnectDoubtfulSince = null });
    }

    /// <summary>Once, unless the connect asks: it may be over itself, and would be brought back by every repeat.</summary>
    private void TellEnd(Func<Task> tell) =>
        Errands.Run(TheConnect, nameof(TellEnd), () => _endNews.IsOwed, async () =>
        {
            var question = _endNews.Answering();
            await tell();
            _endNews.Answered(question);
        });

    private void ToPlane(LegEffect effect, Func<bool> wanted, Func<Task> carryOut) =>
        Errands.Run(ThePlane, effect.GetType().Name, wanted, carryOut);

    private async Task<CommandResult> Command(PlaneCommand command)
    {
        var result = await Services.Planes.Execute(Record!.NodeId, command);
        Services.Instruments.PlaneCommand(command, result);
        return result;
    }

    private async Task Place()
    {
        var record = Record!;
        if (Services.Planes.IsGone(record.NodeId))
        {
            // Dialed again by another node, the callee would be rung twice.
            await Self.PlaneRaised(new Ended(Id, 0, new EndCause(EndKind.PlaneLost)));
            return;
        }

        // The plane is told last: nothing can be reported about the call before there is a script to report to.
        await Serve();
        await BeginOwed();
        var placement = Placement(record);
        if ((record.Order?.Leg ?? record.Dialed?.Leg)?.To is FabricDestination resource && placement is Dial dial)
        {
            var (target, refusal) = await Behind(resource, record.ProjectId, dial.Target);
            if (Record!.State is not LiveLeg)
                return; // released meanwhile: it is not dialed any more
            if (target is null)
            {
                await Self.PlaneRaised(new Ended(Id, 0, refusal!));
                return;
            }

            placement = dial with { Target = target };
        }

        var result = await Command(placement);
        if (!result.IsDone)
            await Self.PlaneRaised(new Ended(Id, 0, new EndCause(EndKind.NoRoute, null, result.Detail ?? "the plane refused it")));
    }

    /// <summary>Of a leg that the plane knows it asks for its events again.</summary>
    private PlaneCommand Placement(CallRecord record) => record switch
    {
        { Order: { } order } => new Dial(Id, PlaneTargets.Of(order)),
        { Dialed: { } dialed } => new Dial(Id, PlaneTargets.Of(dialed.Leg, record.From) with { ProjectId = record.ProjectId }),
        { Caller: { } caller } => new StartCaller(Id, record.From, record.To, caller.Answered, caller.HangUpAfter),
        _ => new Recall(Id),
    };

    /// <summary>A caller whom the plane does not know yet was about to be brought up when this leg's owner went.</summary>
    private async Task AnswerCaller()
    {
        var answer = new Answer(Id) { Codecs = _codecs };
        if ((await Command(answer)).Outcome != CommandOutcome.UnknownLeg)
            return;
        await Place();
        await Command(answer);
    }

    /// <summary>A leg that the plane does not know was never placed, or is forgotten: it is dead either way.</summary>
    private async Task Let(LetGo e)
    {
        PlaneCommand command = e.WasAnswered || Record is { Terms.IsCaller: true, Dialed: null }
            ? new HangUp(Id, PlaneTargets.HangUpCauseOf(e.Cause, (Record!.State as LegOver)?.Ending.Reason ?? EndReason.Hangup))
            : new Cancel(Id, PlaneTargets.CancelCauseOf(e.Cause));
        var result = await Command(command);
        if (!result.IsDone)
            await Self.PlaneRaised(new Ended(Id, 0, new EndCause(EndKind.LocalHangUp)));
        else if (_mayHaveMissedLastWord)
            await Command(Placement(Record!));
        _mayHaveMissedLastWord = false;
    }

    private async Task Join(string peer)
    {
        var waiter = Record!.Waiter;
        var result = waiter is not null ? await Join(waiter) : await Command(new Bridge(Id, peer));
        // A leg that has ended says so itself: its word decides, not which of the two messages comes first.
        if (result.Outcome is CommandOutcome.LegGone or CommandOutcome.UnknownLeg)
            return;
        // Undone before the plane is asked for the next bridge.
        if (!await Self.MediaJoined(peer, waiter?.WaitId, result.IsDone ? null : "the plane refused it"))
            await Unbridge(waiter?.CallId ?? peer, waiter?.NodeId);
    }

    /// <summary>His state knows of a bridge only until its owner is lost: of one that it does not know he is parted all the same.</summary>
    private void PartFrom(string? bridgedWith, string? onNode)
    {
        if (bridgedWith is null || Record is not { State: LiveLeg } record)
            return;
        var known = record.State is Bridged bridged ? record.Waiter?.CallId ?? bridged.Peer : null;
        if (bridgedWith != known)
            PartLater(bridgedWith, onNode);
    }

    private void PartLater(string peer, string? onNode) =>
        Errands.Run(ThePlane, nameof(Unbridge), () => true, () => Unbridge(peer, onNode));

    /// <summary>
    /// Both halves, where another node has one: his own may have been parted already, and have been joined anew by the last word of a
    /// join across nodes that came behind it.
    /// </summary>
    /// <param name="onNode">The node that carries the peer; null: this leg's own.</param>
    private async Task Unbridge(string peer, string? onNode)
    {
        await Command(new Unbridge(Id, peer));
        if (onNode is not null && onNode != Record!.NodeId)
            PartAfar(peer, onNode);
    }

    /// <summary>The other half by itself: while its node hangs, what this leg's own node is told does not wait for it.</summary>
    private void PartAfar(string peer, string onNode) =>
        Errands.Run(HalfOf(peer), nameof(Unbridge), () => true, () => Services.Planes.Execute(onNode, new Unbridge(peer, Id)).AsTask());

    private static string HalfOf(string peer) => $"half of {peer}";

    /// <summary>By the mailbox, so that what comes back is handled in a turn of its own.</summary>
    private ICallGrain Self => GrainFactory.Of<ICallGrain>(Id);
}
