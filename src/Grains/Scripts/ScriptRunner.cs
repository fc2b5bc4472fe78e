using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Expressions;
using Orchestrator.Swml.Methods;
using Orchestrator.Swml.Validation;
using Row = Orchestrator.Grains.Engine.Step<Orchestrator.Grains.Scripts.ScriptState, Orchestrator.Grains.Scripts.ScriptEffect>;

namespace Orchestrator.Grains.Scripts;

/// <summary>Runs steps until one has to wait, or the script is over.</summary>
internal static class ScriptRunner
{
    public static Row Run(ScriptMemory memory, DateTimeOffset at)
    {
        for (var turn = 0; turn < ScriptLimits.StepsPerTurn; turn++)
        {
            if (memory.Steps > ScriptLimits.MaxSteps)
                return Stops.Fail(memory, ErrorCodes.TooManySteps, $"{ScriptLimits.MaxSteps} steps without waiting for anything");
            var move = Next(memory, at);
            if (move.Stop is { } stop) return stop;
            memory = move.Next!;
        }

        return Stops.Breathe(memory);
    }

    private static Move Next(ScriptMemory memory, DateTimeOffset at) => memory.Top.Blocks.IsEmpty
        ? ScriptFlow.Return(memory, value: null)
        : memory.Top.Blocks[^1] switch
        {
            StepsBlock block => ScriptFlow.Find(memory, block.At) is ListNode list && block.Next < list.Items.Length
                ? Step(memory with { Steps = memory.Steps + 1 }, list.Items[block.Next], at)
                : Move.On(ScriptFlow.Pop(memory)),
            ChoiceBlock block => Choose(memory, block.At, block.Variable, at, ScriptFlow.Pop),
            TransferBlock block => ScriptTransfers.Transfer(memory, block.Dest, JsonValues.EmptyObject, null, at),
            _ => throw new InvalidOperationException("a block of no kind"),
        };

    private static Move Step(ScriptMemory memory, SwmlNode step, DateTimeOffset at)
    {
        // 1. Fill in what is to be filled in; what no look-up can tell is worked out elsewhere first.
        var (name, written, isBare) = MethodCompiler.Open(step);
        var substitution = new Substitution(memory.Scopes, memory.Known);
        var filled = MethodCompiler.Substitute(name, written, substitution);
        if (!substitution.Missing.IsEmpty) return Move.End(Stops.Evaluate(memory, substitution.Missing, at));
        if (substitution.Problem is { } problem) return Move.End(Stops.Fail(memory, ErrorCodes.MethodExecuteFailed, problem));

        // 2. Check the values as they are now.
        var compiled = MethodCompiler.Compile(name, filled, isBare, memory.Limits);
        if (compiled.Method is not { } method) return Move.End(Stops.Fail(memory, compiled.Errors[0]));

        // 3. Carry it out, or ask for it.
        return Carry(memory, name, method, at);
    }

    private static Move Carry(ScriptMemory memory, string name, SwmlMethod method, DateTimeOffset at)
    {
        var place = ScriptFlow.Place(memory);
        return method switch
        {
            LabelMethod => Move.On(ScriptFlow.Advance(memory)),
            SetMethod set => Set(memory, set),
            UnsetMethod unset => Move.On(ScriptFlow.Advance(memory with { Vars = memory.Vars.RemoveRange(unset.Names) })),
            CondMethod or SwitchMethod => Choose(memory, SwmlPointer.Child(place, name), null, at, ScriptFlow.Advance),
            GotoMethod jump => Goto(memory, jump, at),
            ReturnMethod returned => ScriptFlow.Return(memory, returned.Value),
            ExecuteMethod execute => ScriptTransfers.Execute(memory, execute, at),
            TransferMethod transfer => ScriptTransfers.Transfer(memory, transfer.Dest, transfer.Params, transfer.Meta, at),

            HangupMethod hangup => Move.End(Stops.HangUp(memory, hangup.Reason)),
            AnswerMethod when memory.IsAnswered => Move.On(ScriptFlow.Advance(ScriptResults.Set(memory, "answer_result", "success"))),
            AnswerMethod answer => Begin(Stops.Answer(memory, new AnswerCall(0, answer.MaxDuration, answer.Codecs, answer.Credentials), at)),

            ConnectMethod or EnterQueueMethod when memory.Kind is ScriptKind.Confirm => Move.End(Stops.Fail(
                memory, ErrorCodes.MethodExecuteFailed, $"{name} in a confirm script: a callee who is asked cannot be joined to somebody else")),
            ConnectMethod connect => Begin(Stops.Wait(memory, (next, id) =>
                new Connecting(next, new StartConnect(id, connect.Plan, connect.Plan.Result is null ? null : $"{place}/connect/result")))),

            // The media methods answer the call first.
            PlayMethod or PromptMethod or SendDigitsMethod or SipReferMethod or EnterQueueMethod when !memory.IsAnswered =>
                Move.End(Stops.Answer(memory, at)),
            PlayMethod play => Begin(Stops.Wait(memory, (next, id) => new Playing(next, new StartPlay(id, play.Play, play.StatusUrl)))),
            PromptMethod prompt => Begin(Stops.Wait(memory, (next, id) =>
                new Prompting(next, ScriptPrompt.Wish(id, prompt), "", IsPlayed: false, Alarm: null))),
            SendDigitsMethod send => Begin(Stops.Wait(memory, (next, id) =>
                new SendingDigits(next, new SendDigits(id, send.Digits), Backstop(at, TimeSpan.FromSeconds(send.Digits.Length))))),
            SipReferMethod refer => Begin(ScriptRefer.Begin(memory, refer, at)),
            EnterQueueMethod queue => Begin(Stops.Wait(memory, (next, id) => new Queueing(next, new JoinQueue(id, queue)))),

            SleepMethod { Time: { Ticks: 0 } } => Move.On(ScriptFlow.Advance(memory)),
            SleepMethod sleep => Begin(Stops.Wait(memory, (next, id) =>
                new Sleeping(next, new Rest(id), sleep.Time is { } time ? new Alarm(TimerKind.ScriptSleep, at + time) : null))),
            RequestMethod request => Begin(Stops.Wait(memory, (next, id) =>
                new Requesting(next, new SendRequest(id, request), Backstop(at, request.ConnectTimeout + request.Timeout)))),
            // Told once, since it is committed with where the script stands then.
            UserEventMethod told => Move.End(Stops.Breathe(ScriptFlow.Advance(memory)).Say(new UserEventSent(told.Event.GetRawText())).Decide()),
            _ => throw new InvalidOperationException($"{name} has no way to be carried out"),
        };

        Move Begin(Row row) => Move.End(row.Say(new MethodStarted(name, place)));
    }

    private static Move Set(ScriptMemory memory, SetMethod set)
    {
        var vars = memory.Vars.SetItems(set.Values);
        return ScriptResults.IsTooLarge(vars)
            ? Move.End(Stops.Fail(memory, ErrorCodes.MethodExecuteFailed, $"variables of more than {ScriptLimits.MaxVariables} characters"))
            : Move.On(ScriptFlow.Advance(memory with { Vars = vars }));
    }

    private static Move Goto(ScriptMemory memory, GotoMethod jump, DateTimeOffset at)
    {
        if (jump.When is null) return ScriptFlow.Jump(memory, jump.Label, jump.Max);

        var substitution = new Substitution(memory.Scopes, memory.Known);
        if (substitution.Value(jump.When) is not { } value) return Move.End(Stops.Evaluate(memory, substitution.Missing, at));
        return JsonValues.IsTruthy(value) ? ScriptFlow.Jump(memory, jump.Label, jump.Max) : Move.On(ScriptFlow.Advance(memory));
    }

    /// <param name="leave">Leaves the place from where it was chosen, so that the script goes on behind it.</param>
    private static Move Choose(ScriptMemory memory, string at, string? variable, DateTimeOffset now, Func<ScriptMemory, ScriptMemory> leave)
    {
        var substitution = new Substitution(memory.Scopes, memory.Known);
        var chosen = ScriptChoice.Of(ScriptFlow.Find(memory, at), at, substitution, variable);
        return substitution.Missing.IsEmpty
            ? Move.On(ScriptFlow.PushSteps(leave(memory), chosen))
            : Move.End(Stops.Evaluate(memory, substitution.Missing, now));
    }

    private static Alarm Backstop(DateTimeOffset at, TimeSpan own) => new(TimerKind.ScriptBackstop, at + own + ScriptLimits.Grace);
}
