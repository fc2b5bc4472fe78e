using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Nodes;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Queues;

/// <summary>One call's waiting in a queue: the interpreter of <see cref="WaitMachine"/>.</summary>
[WithItsSession]
internal sealed class WaitGrain(EngineServices services)
    : MachineGrain<WaitRecord, WaitState, WaitEffect>(services, services.Waits), IWaitGrain
{
    private const string TheQueue = "queue";
    private const string TheCall = "call";
    private const string ThePlane = "plane";

    /// <summary>What a caller hears whose <c>enter_queue</c> says nothing about it.</summary>
    private const string RingingTone = "ring:us";

    public async Task Begin(BeginWait request)
    {
        if (Record is not null)
            return;
        var record = new WaitRecord { Request = request, State = new NotBegun() };
        await Take(record, WaitMachine.Step(request.WaitTime, record.State, new WaitBegun(Now)), Now);
    }

    public Task Placed(QueuePlace place) => Happened(new LineAnswered(Now, place));

    public Task OutOfLine(QueuePlace place) => Happened(new LineLeft(Now, place));

    public async Task<bool> Take(string legId, QueuePlace place)
    {
        if (Record is { State: Entering } && place.Position > 0)
            await Placed(place);
        await Happened(new WaiterTaken(Now, legId));
        return IsToBeHad;
    }

    public async Task<bool> TakerGone(string legId)
    {
        await Happened(new TakerLost(Now, legId));
        return IsToBeHad;
    }

    public Task Bridged(string legId) => Happened(new TakerBridged(Now, legId));

    public Task Leave() => Happened(new LeaveOrdered(Now));

    public async Task<bool> CallerReported(CallerReport report)
    {
        if (Record is not { } record)
            return false;
        if (report.News == CallerNews.Ended)
            await Happened(new WaiterEnded(Now, report.Ending ?? new LegEnding(EndReason.Hangup, Fault.None, null, null)));
        else if (record.State is WaitOver)
            CarryOut(new FreeWaiter());
        return true;
    }

    public Task Wake() => LookAtTheClock();

    private bool IsToBeHad => Record is { } record && WaitMachine.IsToBeHad(record.State);

    private Task Happened(WaitEvent happened) => Record is { } record
        ? Take(record, WaitMachine.Step(record.Request.WaitTime, record.State, happened), happened.At)
        : Task.CompletedTask; // never was, or its retention is over

    private protected override void CarryOut(WaitEffect effect)
    {
        var (record, request) = (Record!, Record!.Request);
        switch (effect)
        {
            case EnterLine:
                ToQueue(effect, () => Record!.State is not WaitOver, async queue =>
                    await Self.Placed(await queue.Enter(new QueueEntry(request.ProjectId, request.QueueName, Id, request.CallId, request.From))));
                break;
            case LeaveLine e:
                ToQueue(effect, () => true, async queue => await Self.OutOfLine(await queue.Leave(Id, e.Bridged)));
                break;
            case GiveBack e:
                Errands.Run(ThePlane, nameof(GiveBack), () => true, async () =>
                {
                    await Part(e.LegId);
                    await QueueOf(record).GiveBack(Id, e.LegId);
                });
                break;
            case PartFromTaker e:
                Errands.Run(ThePlane, nameof(PartFromTaker), () => true, () => Part(e.LegId));
                break;
            case StartMusic e:
                Errands.Run(ThePlane, nameof(StartMusic), () => Record!.State is Waiting waiting && waiting.Round == e.Round, () => PlayMusic(e.Round));
                break;
            case StopMusic e:
                Errands.Run(ThePlane, nameof(StopMusic), () => true, () => Command(new StopPlay(request.CallId, PlaybackOf(e.Round))));
                break;
            case TellTaker e:
                Errands.Run(e.LegId, nameof(TellTaker), () => Record!.State is Taken taken && taken.LegId == e.LegId, async () =>
                {
                    if (!await LegOf(e.LegId).WaiterCame(new QueuedCall(Id, request.CallId, request.NodeId, record.QueueId, request.QueueName)))
                        await Self.TakerGone(e.LegId);
                });
                break;
            case LeaveTaker e:
                Errands.Run(e.LegId, nameof(LeaveTaker), () => true, () => LegOf(e.LegId).WaiterLeft(Id, e.Ending));
                break;
            case FreeWaiter:
                var over = (WaitOver)record.State;
                Errands.Run(TheCall, nameof(FreeWaiter), () => true, () => LegOf(request.CallId).WaitOver(Id, over.Result, over.Waited));
                break;
            case TellEntered e when request.ScriptId is { } script:
                Errands.Run(TheCall, nameof(TellEntered), () => Record!.State is not WaitOver, () =>
                    GrainFactory.Of<IScriptGrain>(script).QueueEntered(Id, e.Place.Position, e.Place.Size));
                break;
        }
    }

    /// <summary>A caller who was brought up to wait may be on his way to the plane yet: then this is tried again.</summary>
    private async Task PlayMusic(int round)
    {
        var request = Record!.Request;
        var result = await Command(new Play(request.CallId, PlaybackOf(round), [request.WaitUrl?.Reveal() ?? RingingTone], Repeat: true));
        if (result.Outcome == CommandOutcome.UnknownLeg)
            throw new InvalidOperationException($"{request.CallId} is not known to its plane (yet).");
    }

    /// <summary>Of a bridge that was never made nothing is left to undo.</summary>
    private Task<CommandResult> Part(string legId) => Command(new Unbridge(Record!.Request.CallId, CallIds.Caller(CallIds.SessionOf(legId))));

    /// <summary>A leg that has ended hears nothing any more: whatever the plane says to it, it is done.</summary>
    private async Task<CommandResult> Command(PlaneCommand command)
    {
        var result = await Services.Planes.Execute(Record!.Request.NodeId, command);
        Services.Instruments.PlaneCommand(command, result);
        return result;
    }

    private string PlaybackOf(int round) => $"{Id}_{round}";

    private void ToQueue(WaitEffect effect, Func<bool> wanted, Func<IQueueGrain, Task> tell)
    {
        var queue = QueueOf(Record!);
        Errands.Run(TheQueue, effect.GetType().Name, wanted, () => tell(queue));
    }

    private IQueueGrain QueueOf(WaitRecord record) => GrainFactory.Of<IQueueGrain>(record.QueueId);

    private ICallGrain LegOf(string callId) => GrainFactory.Of<ICallGrain>(callId);

    /// <summary>By the mailbox, so that what comes back is handled in a turn of its own.</summary>
    private IWaitGrain Self => GrainFactory.Of<IWaitGrain>(Id);

    private protected override void Measure(WaitRecord record, IReadOnlyList<TimelineEvent> facts, DateTimeOffset at) =>
        Services.Instruments.Timers(facts);
}
