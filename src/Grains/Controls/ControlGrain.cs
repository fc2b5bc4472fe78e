using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Controls;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Nodes;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Controls;

/// <summary>One playback, one collecting of digits or one transfer for the API: the interpreter of <see cref="ControlMachine"/>.</summary>
[WithItsSession]
internal sealed class ControlGrain(EngineServices services)
    : MachineGrain<ControlRecord, ControlState, ControlEffect>(services, services.Controls), IControlGrain
{
    private const string ThePlane = "plane";
    private const string TheCall = "call";

    public async Task<ControlOutcome> Begin(BeginControl request)
    {
        if (Record is { } known)
        {
            return known.Request.Order.Digest != request.Order.Digest ? ControlOutcome.Reused
                : known.State is ControlOver ? ControlOutcome.Ended
                : ControlOutcome.Done;
        }

        var record = new ControlRecord { Request = request, State = new NotOrdered() };
        await Take(record, ControlMachine.Step(request.Order, record.State, new ControlOrdered(Now, request.Heard)), Now);
        return ControlOutcome.Done;
    }

    public Task<ControlOutcome> Pause(string projectId) =>
        OnPlane(projectId, record => new PausePlay(record.Request.CallId, Id), () => new PlaybackPaused(Now));

    public Task<ControlOutcome> Resume(string projectId) =>
        OnPlane(projectId, record => new ResumePlay(record.Request.CallId, Id), () => new PlaybackResumed(Now));

    public Task<ControlOutcome> SetVolume(string projectId, double volume) =>
        OnPlane(projectId, record => new SetPlayVolume(record.Request.CallId, Id, volume), () => new VolumeChanged(Now, volume));

    public Task<ControlOutcome> StartTimers(string projectId) =>
        Ordered(projectId, ControlKind.Collect, endedIsDone: false, new TimersStarted(Now));

    public Task<ControlOutcome> Stop(string projectId, ControlKind kind) => Ordered(projectId, kind, endedIsDone: true, new StopOrdered(Now));

    public Task Displaced() => Happened(new PlaybackDisplaced(Now));

    public Task PlaybackFinished(bool completed, string? problem) => Happened(new PlaybackEnded(Now, completed, problem));

    public Task DigitPressed(long number, char digit) => Happened(new ControlDigit(Now, number, digit));

    public Task ReferEnded(int? status, int? targetStatus) => Happened(new TransferEnded(Now, status, targetStatus));

    public Task CallEnded() => Happened(new ControlCallEnded(Now));

    public Task Wake() => LookAtTheClock();

    /// <summary>What a plane may not be able to do is asked of it before it is written down, as a bridge is.</summary>
    private async Task<ControlOutcome> OnPlane(string projectId, Func<ControlRecord, PlaneCommand> command, Func<ControlEvent> done)
    {
        if (Refusal(projectId, ControlKind.Play) is { } refusal)
            return refusal;
        switch ((await Command(command(Record!))).Outcome)
        {
            case CommandOutcome.Done:
                await Happened(done());
                return ControlOutcome.Done;
            case CommandOutcome.NotSupported:
                return ControlOutcome.NotSupported;
            default:
                return ControlOutcome.CallEnded;
        }
    }

    private async Task<ControlOutcome> Ordered(string projectId, ControlKind kind, bool endedIsDone, ControlEvent order)
    {
        if (Refusal(projectId, kind) is { } refusal)
            return refusal is ControlOutcome.Ended && endedIsDone ? ControlOutcome.Done : refusal;
        await Happened(order);
        return ControlOutcome.Done;
    }

    private ControlOutcome? Refusal(string projectId, ControlKind kind) => Record switch
    {
        null => ControlOutcome.NotFound,
        { Request.Order: var order } when order.ProjectId != projectId || kind != ControlMachine.KindOf(order) =>
            ControlOutcome.NotFound,
        { State: ControlOver } => ControlOutcome.Ended,
        _ => null,
    };

    private Task Happened(ControlEvent happened) => Record is { } record
        ? Take(record, ControlMachine.Step(record.Request.Order, record.State, happened), happened.At)
        : Task.CompletedTask; // never was, or its retention is over

    private protected override void CarryOut(ControlEffect effect)
    {
        var request = Record!.Request;
        switch (effect)
        {
            case StartPlayback:
                Errands.Run(ThePlane, nameof(StartPlayback), () => Record!.State is ControlPlaying, Start);
                break;
            case StopPlayback when request.Order.Play is not null:
                Errands.Run(ThePlane, nameof(StopPlayback), () => true, () => Command(new StopPlay(request.CallId, Id)));
                break;
            case SendRefer:
                Errands.Run(ThePlane, nameof(SendRefer), () => Record!.State is ControlReferring, Refer);
                break;
            case LeaveCall:
                Errands.Run(TheCall, nameof(LeaveCall), () => true, () => GrainFactory.Of<ICallGrain>(request.CallId).ControlOver(Id));
                break;
        }
    }

    /// <summary>
    /// As it is to sound by now: somebody may have held it before it began. A leg that is gone says so itself, by its end. What comes back is
    /// taken in a turn of its own, by the mailbox.
    /// </summary>
    private async Task Start()
    {
        if (Record is not { State: ControlPlaying state, Request: var request })
            return;
        var play = request.Order.Play!;
        var result = await Command(new Play(request.CallId, Id, play.Playables, play.Repeat)
        {
            Volume = state.Volume,
            Voice = play.Voice,
            Language = play.Language,
            Gender = play.Gender,
        });
        if (result.Outcome is CommandOutcome.NotSupported)
            await GrainFactory.Of<IControlGrain>(Id).PlaybackFinished(completed: false, result.Detail);
        else if (Record.State is ControlPlaying { IsPaused: true })
            await Command(new PausePlay(request.CallId, Id));
    }

    private async Task Refer()
    {
        var refer = Record!.Request.Order.Refer!;
        var result = await Command(new Refer(Record.Request.CallId, Id, refer.To) { Username = refer.Username, Password = refer.Password });
        if (result.Outcome is CommandOutcome.NotSupported)
            await GrainFactory.Of<IControlGrain>(Id).ReferEnded(null, null);
    }

    private async Task<CommandResult> Command(PlaneCommand command)
    {
        var result = await Services.Planes.Execute(Record!.Request.NodeId, command);
        Services.Instruments.PlaneCommand(command, result);
        return result;
    }

    private protected override void Measure(ControlRecord record, IReadOnlyList<TimelineEvent> facts, DateTimeOffset at) =>
        Services.Instruments.Timers(facts);
}
