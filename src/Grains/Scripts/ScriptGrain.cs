using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Queues;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Nodes;

namespace Orchestrator.Grains.Scripts;

/// <summary>One script: the interpreter of <see cref="ScriptMachine"/>.</summary>
[WithItsSession]
internal sealed partial class ScriptGrain(EngineServices services, ScriptWorkshop workshop)
    : MachineGrain<ScriptRecord, ScriptState, ScriptEffect>(services, services.Scripts), IScriptGrain
{
    /// <summary>How long a script that waits without a clock is left alone once all it wished for was asked for.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromHours(1);

    private readonly Queue<ScriptEvent> _came = new();
    private bool _wasTakenUp;

    public Task Begin(ScriptOrder order)
    {
        if (Record is not null)
            return Task.CompletedTask;
        var record = ScriptRecord.Of(order, Now);
        var begun = order.WaitsForAnswer
            ? Step<ScriptState, ScriptEffect>.To(record.State)
            : ScriptMachine.Step(record.State, new Begun(Now));
        return Take(record, begun.Decide(), Now);
    }

    public async Task<bool> CallAnswered()
    {
        await Happened(new CallAnswered(Now));
        if (Record is { State: NotStarted })
            await Happened(new Begun(Now));
        return Record is not null;
    }

    public Task DigitPressed(long number, char digit) => Happened(new DigitCame(Now, number, digit));

    public Task PlaybackFinished(long wish, bool completed, string? problem) => Happened(new PlayEnded(Now, wish, completed, problem));

    public Task ReferEnded(long wish, int? status, int? targetStatus) => Happened(new ReferEnded(Now, wish, status, targetStatus));

    public Task ConnectOver(string connectId, FailedReason? reason) =>
        Record is { State: Connecting { Wish: var wish } } record && record.ConnectIdOf(wish.Id) == connectId
            ? Happened(new ConnectEnded(Now, wish.Id, reason))
            : Task.CompletedTask;

    public Task QueueEntered(string waitId, int position, int size) => WishOfWait(waitId) is { } wish
        ? Happened(new QueueEntered(Now, wish, position, size))
        : Task.CompletedTask;

    public Task QueueLeft(string waitId, QueueResult result, TimeSpan waited) => WishOfWait(waitId) is { } wish
        ? Happened(new QueueLeft(Now, wish, SnakeCase.Of(result), waited))
        : Task.CompletedTask;

    public Task CallEnded() => Happened(new CallEnded(Now));

    public Task<bool> Wants(string operationId) => Task.FromResult(Record switch
    {
        { State: Connecting { Wish: var wish } } record => record.ConnectIdOf(wish.Id) == operationId,
        { State: Queueing { Wish: var wish } } record => record.WaitIdOf(wish.Id) == operationId,
        _ => false,
    });

    public async Task<bool> Redirect(string request, ScriptPlace place)
    {
        if (Record is not { State: not ScriptOver } record)
            return false;
        if (record.LastRedirect != request)
            await Happened(new Redirected(Now, ScriptRecord.SourceOf(place)), record with
            {
                LastRedirect = request,
                Left = ScriptRules.OperationOf(record.State) is { } left ? record.Left.Add(left) : record.Left,
            });
        return true;
    }

    public Task<bool> HasBegun() => Task.FromResult(Record is not null);

    public async Task<bool> GiveWay()
    {
        await Happened(new GaveWay(Now));
        return Record is { State: ScriptOver };
    }

    public async Task Collect()
    {
        while (_came.TryDequeue(out var happened))
            await Happened(happened);
    }

    public Task Wake()
    {
        if (Record is not { State: WaitingScript { Alarm: null } })
            return LookAtTheClock();
        // One that was taken up just now has yet to ask for what it waits for.
        var asked = !_wasTakenUp && Errands.AllDone;
        _wasTakenUp = false;
        return asked ? PutOff(Now + Calm) : Task.CompletedTask;
    }

    private long? WishOfWait(string waitId) =>
        Record is { State: Queueing { Wish: var wish } } record && record.WaitIdOf(wish.Id) == waitId ? wish.Id : null;

    private Task Happened(ScriptEvent happened) =>
        Record is { } record ? Happened(happened, record) : Task.CompletedTask; // never was, or its retention is over

    private Task Happened(ScriptEvent happened, ScriptRecord record)
    {
        var step = ScriptMachine.Step(record.State, happened);
        return Take(record with { Reports = [.. ScriptReports.Between(record.State, step.State, happened)] }, step, happened.At);
    }

    private protected override void TakenUp(ScriptRecord record) => _wasTakenUp = true;

    private protected override void Measure(ScriptRecord record, IReadOnlyList<TimelineEvent> facts, DateTimeOffset at) =>
        Services.Instruments.Script(facts);
}
