using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Swml.Expressions;
using Orchestrator.Swml.Validation;
using Row = Orchestrator.Grains.Engine.Step<Orchestrator.Grains.Scripts.ScriptState, Orchestrator.Grains.Scripts.ScriptEffect>;

namespace Orchestrator.Grains.Scripts;

/// <summary>
/// The script of one call, pure: no clock, no I/O, and no expression is evaluated here. Every row is a rule. All it knows is in its state:
/// whoever reads the state goes on with the script, wherever it was left.
/// </summary>
public static class ScriptMachine
{
    public static Row Step(ScriptState state, ScriptEvent happened) => (state, happened) switch
    {
        (NotStarted s, Begun e) => ScriptTransfers.Begin(s.Memory, e.At),

        // The call ends under the script: nothing more is done on it.
        (not ScriptOver, CallEnded) => Stops.CallGone(state.Memory),

        // Another script takes over, by order of the API.
        (WaitingScript s, Redirected e) => Redirect(s, e),
        (NotStarted s, Redirected e) => Row.To(s with { Memory = s.Memory with { Source = e.Source } }),

        // A connect of the API takes the call over; of two operations at once, which one would have it?
        (WaitingScript and not (Connecting or Queueing), GaveWay) => Stops.GiveWay((WaitingScript)state),

        // A step goes on with what its expressions came to; one that cannot be evaluated ends the script.
        (Evaluating s, Evaluated e) when e.Id == s.Wish.Id => Known(s, e),
        (Evaluating s, ScriptAlarmRang e) when IsDue(s, e) =>
            Stops.Fail(s.Memory, ErrorCodes.JsEvalError, "no expression could be evaluated in time"),
        (Breathing s, Proceeded e) when e.Id == s.Wish.Id => ScriptRunner.Run(s.Memory, e.At),

        // The step that needed the call answered is run again, now that it is.
        (Answering s, CallAnswered e) =>
            ScriptRunner.Run(s.Memory with { CallState = "answered" }, e.At).After(new MethodEnded("answer", "success")),
        (Answering s, AnswerFailed e) when e.Id == s.Wish.Id => NotAnswered(s, e.At),
        (Answering s, ScriptAlarmRang e) when IsDue(s, e) => NotAnswered(s, e.At),
        // Somebody else answered it.
        (not ScriptOver, CallAnswered) => Row.To(state with { Memory = state.Memory with { CallState = "answered" } }),

        (Playing s, PlayEnded e) when e.Id == s.Wish.Id =>
            GoOn(ScriptResults.Set(s.Memory, "play_result", Word(e.Succeeded)), e.At, "play", Word(e.Succeeded), e.Problem),

        // A prompt listens from the start; the digits that count end it, or the pause after them.
        (Prompting s, PlayEnded e) when e.Id == s.Wish.Id && !s.IsPlayed => ScriptPrompt.Played(s, e),
        (Prompting s, DigitCame e) when e.Number > s.Memory.Heard => ScriptPrompt.Heard(s, e),
        // Nobody listens.
        (not ScriptOver, DigitCame e) when e.Number > state.Memory.Heard =>
            Row.To(state with { Memory = state.Memory with { Heard = e.Number } }),
        (Prompting s, ScriptAlarmRang e) when IsDue(s, e) => ScriptPrompt.TimedOut(s, e.At),

        (SendingDigits s, DigitsSent e) when e.Id == s.Wish.Id => Sent(s, e.At, e.Succeeded),
        (SendingDigits s, ScriptAlarmRang e) when IsDue(s, e) => Sent(s, e.At, succeeded: false),

        (Referring s, ReferEnded e) when e.Id == s.Wish.Id => ScriptRefer.Ended(s, e),
        (Referring s, ScriptAlarmRang e) when IsDue(s, e) => ScriptRefer.Ended(s, new ReferEnded(e.At, s.Wish.Id, null, null)),

        (Sleeping s, ScriptAlarmRang e) when IsDue(s, e) => GoOn(s.Memory, e.At, "sleep", "success"),

        // A document that has come is read, checked and entered; without one there is nothing to run.
        (Fetching s, DocumentFetched e) when e.Id == s.Wish.Id =>
            ScriptTransfers.Enter(s.Memory, e.Text, e.ContentType, s.Wish.Params, s.Wish.Reason, e.At)
                .After(new MethodEnded("fetch", "success")),
        (Fetching s, FetchFailed e) when e.Id == s.Wish.Id => NotFetched(s, e.Detail),
        (Fetching s, ScriptAlarmRang e) when IsDue(s, e) => NotFetched(s, "nothing came in time"),

        (Requesting s, RequestDone e) when e.Id == s.Wish.Id => Requested(s, e.At, e),
        (Requesting s, RequestFailed e) when e.Id == s.Wish.Id => Requested(s, e.At, done: null),
        (Requesting s, ScriptAlarmRang e) when IsDue(s, e) => Requested(s, e.At, done: null),

        // result runs on the caller when the peer has gone or nobody was reached; after a bridge, transfer_after_bridge replaces the rest.
        (Connecting s, ConnectEnded e) when e.Id == s.Wish.Id => Connected(s, e),

        (Queueing s, QueueEntered e) when e.Id == s.Wish.Id => Row.To(s with { Memory = Entered(s.Memory, e) }).Decide(),
        (Queueing s, QueueLeft e) when e.Id == s.Wish.Id => LeftQueue(s, e),

        // The rest is repeated, late or early: outcomes are told until they are taken, timers ring a little early.
        _ => Row.To(state),
    };

    /// <summary>
    /// What is to be carried out in this state, for an owner that was brought back from what is stored: the wish whose outcome is waited for,
    /// by the same id; and the last wish of a script that is over, which may not have been carried out.
    /// </summary>
    public static Row Restore(ScriptState state) => state switch
    {
        // What a digit has cut off may still be playing.
        Prompting { IsPlayed: true } s => Row.To(state).Do(s.Wish, new StopPlay(s.Wish.Id)),
        WaitingScript s => Row.To(state).Do(s.Effect),
        ScriptOver { Outcome: ScriptHungUp hungUp, Memory.Kind: not ScriptKind.Call } s =>
            Row.To(state).Do(new HangUpCall(s.Memory.Tick, hungUp.Reason), new ReportOver(s.Memory.Tick)),
        ScriptOver { Outcome: ScriptHungUp hungUp } s => Row.To(state).Do(new HangUpCall(s.Memory.Tick, hungUp.Reason)),
        ScriptOver { Outcome: ScriptCompleted or ScriptBroken, Memory.Kind: ScriptKind.Call } s =>
            Row.To(state).Do(new HangUpCall(s.Memory.Tick, "hangup")),
        // What it waited for is the last that it wished for, and may still be playing.
        ScriptOver { Outcome: ScriptGaveWay } s => Row.To(state).Do(new Forget(s.Memory.Tick), new ReportOver(s.Memory.Tick)),
        ScriptOver { Outcome: not ScriptCallGone, Memory.Kind: not ScriptKind.Call } s => Row.To(state).Do(new ReportOver(s.Memory.Tick)),
        _ => Row.To(state),
    };

    private static Row Known(Evaluating s, Evaluated e)
    {
        if (e.Results.FirstOrDefault(result => result.Problem is not null) is { Problem: { } problem })
            return Stops.Fail(s.Memory, ErrorCodes.JsEvalError, problem);

        var known = s.Wish.Expressions.Zip(e.Results, (source, result) => KeyValuePair.Create(source, result.Value ?? JsonValues.EmptyText));
        return ScriptRunner.Run(s.Memory with { Known = s.Memory.Known.SetItems(known) }, e.At);
    }

    /// <summary>An <c>answer</c> step has a result; any other cannot do without the answer.</summary>
    private static Row NotAnswered(Answering s, DateTimeOffset at) => ScriptFlow.IsAt(s.Memory, "answer")
        ? GoOn(ScriptResults.Set(s.Memory, "answer_result", "failed"), at, "answer", "failed")
        : Stops.Fail(s.Memory, ErrorCodes.MethodExecuteFailed, "the call could not be answered");

    private static Row Sent(SendingDigits s, DateTimeOffset at, bool succeeded) =>
        GoOn(ScriptResults.Set(s.Memory, "send_digits_result", Word(succeeded)), at, "send_digits", Word(succeeded));

    private static Row NotFetched(Fetching s, string detail) =>
        Stops.Fail(s.Memory, ErrorCodes.MethodExecuteFailed, $"the document could not be fetched: {detail}")
            .After(new MethodEnded("fetch", "failed"));

    private static Row Requested(Requesting s, DateTimeOffset at, RequestDone? done)
    {
        var memory = ScriptResults.Request(s.Memory, s.Wish, done);
        return ScriptResults.IsTooLarge(memory.Vars)
            ? Stops.Fail(s.Memory, ErrorCodes.MethodExecuteFailed, $"variables of more than {ScriptLimits.MaxVariables} characters")
            : GoOn(memory, at, "request", JsonValues.ToText(memory.Vars["request_result"]));
    }

    private static Row Connected(Connecting s, ConnectEnded e)
    {
        var memory = ScriptFlow.Advance(ScriptResults.Connect(s.Memory, e));
        if (e.FailedReason is null && s.Wish.Plan.TransferAfterBridge is { } dest) memory = ScriptFlow.Push(memory, new TransferBlock(dest));
        if (s.Wish.Result is { } result) memory = ScriptFlow.Push(memory, new ChoiceBlock(result, "connect_result"));
        return ScriptRunner.Run(memory, e.At).After(new MethodEnded("connect", JsonValues.ToText(memory.Vars["connect_result"])));
    }

    private static ScriptMemory Entered(ScriptMemory memory, QueueEntered e) => ScriptResults.Set(
        ScriptResults.Set(ScriptResults.Set(memory, "queue_result", "entering"), "entry_position", JsonValues.Number(e.Position)),
        "entry_size",
        JsonValues.Number(e.Size));

    /// <summary>After a bridge, the script that was given for it replaces the rest of this one.</summary>
    private static Row LeftQueue(Queueing s, QueueLeft e)
    {
        var memory = ScriptFlow.Advance(ScriptResults.Queue(s.Memory, e));
        if (e.Result == "connected") memory = ScriptFlow.Push(memory, new TransferBlock(s.Wish.Queue.TransferAfterBridge));
        return ScriptRunner.Run(memory, e.At).After(new MethodEnded("enter_queue", e.Result));
    }

    private static Row Redirect(WaitingScript s, Redirected e)
    {
        if (s.Memory.Transfers >= ScriptLimits.MaxTransfers)
            return Stops.Fail(s.Memory, ErrorCodes.TooManyTransfers, $"more than {ScriptLimits.MaxTransfers} transfers on one call");

        var memory = s.Memory with
        {
            Source = e.Source,
            Transfers = s.Memory.Transfers + 1,
            Stack = [],
            Known = ScriptMemory.NoValues,
            Steps = 0,
        };
        var row = ScriptTransfers.Begin(memory, e.At).After(new ScriptTransferred(memory.Transfers));
        return row with { Effects = [new Forget(s.Effect.Id), .. row.Effects] };
    }

    internal static Row GoOn(ScriptMemory memory, DateTimeOffset at, string method, string result, string? detail = null) =>
        ScriptRunner.Run(ScriptFlow.Advance(memory), at).After(new MethodEnded(method, result, detail));

    private static string Word(bool succeeded) => succeeded ? "success" : "failed";

    private static bool IsDue(ScriptState state, ScriptAlarmRang e) => state.Pending is { } alarm && e.At >= alarm.Due;
}
