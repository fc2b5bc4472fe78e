using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Controls;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Calls;

/// <summary>What the API has done on a call beside its script: playbacks, collecting of digits, events of the user's own.</summary>
internal sealed partial class CallGrain
{
    /// <summary>At once.</summary>
    private const int MostControls = 20;
    private const string TheControls = "controls";

    private bool _controlsKnowTheEnd;

    public async Task<ControlOutcome> Control(ControlOrder order)
    {
        if (Refusal(order.ProjectId) is { } refusal)
            return refusal is CallCommandOutcome.Ended ? ControlOutcome.CallEnded : ControlOutcome.CallNotFound;
        if (await Stage() != CallStage.Answered)
            return ControlOutcome.NotAnswered;
        await BeginOwed();
        var (record, id) = (Record!, CallIds.Control(Id, order.ControlId));
        var begin = new BeginControl(Id, record.NodeId, order, record.Heard);
        if (!record.Controls.Contains(id))
        {
            if (record.Controls.Length >= MostControls)
                return ControlOutcome.TooMany;
            // Known before it begins: whatever happens, it is begun, and will hear of the call's end.
            var noted = Step<LegState, LegEffect>.To(record.State).Do(new BeginNoted()).Decide();
            await Take(record with { Controls = record.Controls.Add(id), ToBegin = begin }, noted, Now);
        }

        var begun = await Begin(begin);
        return begun is ControlOutcome.Ended ? ControlOutcome.Done : begun; // it was carried out
    }

    /// <summary>The order that was noted last may have been lost with the owner that took it.</summary>
    private Task BeginOwed() => Record is { ToBegin: { } owed, State: LiveLeg } ? Begin(owed) : Task.CompletedTask;

    private async Task<ControlOutcome> Begin(BeginControl owed)
    {
        var id = CallIds.Control(Id, owed.Order.ControlId);
        var begun = await ControlOf(id).Begin(owed);
        if (Record!.ToBegin?.Order.ControlId == owed.Order.ControlId)
        {
            Note(Record with { ToBegin = null });
            if (begun is not ControlOutcome.Done)
                Errands.Run(TheControls, nameof(ControlOver), () => Record!.Controls.Contains(id), () => Self.ControlOver(id));
        }

        return begun;
    }

    public Task ControlOver(string controlId) => Record is { State: not LegOver } record && record.Controls.Contains(controlId)
        ? Take(record with { Controls = record.Controls.Remove(controlId) }, Step<LegState, LegEffect>.To(record.State).Decide(), Now)
        : Task.CompletedTask;

    public async Task<CallCommandOutcome> UserEvent(string projectId, string request, string json)
    {
        if (Record is { } told && told.ProjectId == projectId && told.LastUserEvent == request)
            return CallCommandOutcome.Done;
        if (Refusal(projectId) is { } refusal)
            return refusal;
        await Take(Record! with { LastUserEvent = request }, Step<LegState, LegEffect>.To(Record!.State).Say(new UserEventSent(json)).Decide(), Now);
        return CallCommandOutcome.Done;
    }

    /// <summary>A plane repeats its digits until they are taken; then whoever waits for them has written them down.</summary>
    private async Task Pressed(DigitPressed e)
    {
        await BeginOwed();
        if (Record is not { } record)
            return;
        if (e.Sequence > record.Heard)
        {
            await Happened(new DigitCame(Now, e.Digit));
            Note(Record! with { Heard = e.Sequence });
        }

        foreach (var control in record.Controls)
            await ControlOf(control).DigitPressed(e.Sequence, e.Digit);
    }

    private void TellControlsTheEnd()
    {
        if (Record!.Controls.IsEmpty)
            return;
        Errands.Run(TheControls, nameof(TellControlsTheEnd), () => !_controlsKnowTheEnd, async () =>
        {
            foreach (var control in Record.Controls)
                await ControlOf(control).CallEnded();
            _controlsKnowTheEnd = true;
        });
    }

    private IControlGrain ControlOf(string id) => GrainFactory.Of<IControlGrain>(id);
}
