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
        var (record, id) = (Record!, CallIds.Control(Id, order.ControlId));
        if (StageOf(record.State) != CallStage.Answered)
            return ControlOutcome.NotAnswered;
        var isNew = !record.Controls.Contains(id);
        if (isNew)
        {
            if (record.Controls.Length >= MostControls)
                return ControlOutcome.TooMany;
            // Known before it begins: whatever happens, it will hear of the call's end.
            await KeepControls(record with { Controls = record.Controls.Add(id) });
        }

        var begun = await ControlOf(id).Begin(new BeginControl(Id, record.NodeId, order, record.Heard));
        if (begun is ControlOutcome.Done && isNew && order.Play is not null)
        {
            // The plane plays one thing at a time.
            foreach (var other in record.Controls)
                await ControlOf(other).Displaced();
        }

        if (begun is not ControlOutcome.Done && isNew)
            await ControlOver(id);
        return begun is ControlOutcome.Ended ? ControlOutcome.Done : begun; // it was carried out
    }

    public Task ControlOver(string controlId) => Record is { State: not LegOver } record && record.Controls.Contains(controlId)
        ? KeepControls(record with { Controls = record.Controls.Remove(controlId) })
        : Task.CompletedTask;

    public async Task<CallCommandOutcome> UserEvent(string projectId, string json)
    {
        if (Refusal(projectId) is { } refusal)
            return refusal;
        await Take(Record!, Step<LegState, LegEffect>.To(Record!.State).Say(new UserEventSent(json)).Decide(), Now);
        return CallCommandOutcome.Done;
    }

    /// <summary>A plane repeats its digits to an owner that was restarted, and until they are taken.</summary>
    private async Task Pressed(DigitPressed e)
    {
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

    private Task KeepControls(CallRecord record) => Take(record, Step<LegState, LegEffect>.To(record.State).Decide(), Now);

    private IControlGrain ControlOf(string id) => GrainFactory.GetGrain<IControlGrain>(id);
}
