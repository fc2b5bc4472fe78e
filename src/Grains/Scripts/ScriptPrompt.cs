using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Swml.Methods;
using Row = Orchestrator.Grains.Engine.Step<Orchestrator.Grains.Scripts.ScriptState, Orchestrator.Grains.Scripts.ScriptEffect>;

namespace Orchestrator.Grains.Scripts;

/// <summary>Collects the digits of a <c>prompt</c>.</summary>
internal static class ScriptPrompt
{
    public static CollectDigits Wish(long id, PromptMethod prompt) => new(
        id, prompt.Play, prompt.MaxDigits, prompt.Terminators, prompt.DigitTimeout, prompt.InitialTimeout, prompt.StatusUrl);

    /// <summary>The clock for the first digit runs from the end of what is played.</summary>
    public static Row Played(Prompting s, PlayEnded e) => e.Succeeded
        ? Row.To(s with { IsPlayed = true, Alarm = s.Alarm ?? new Alarm(TimerKind.ScriptDigits, e.At + s.Wish.InitialTimeout) }).Decide()
        : Done(s with { IsPlayed = true }, e.At, "failed", terminator: null, e.Problem);

    public static Row Heard(Prompting s, DigitCame e)
    {
        s = s with { Memory = s.Memory with { Heard = e.Number } };
        if (s.Wish.Terminators.Contains(e.Digit)) return Done(s, e.At, s.Digits.Length > 0 ? "match_digits" : "no_match", e.Digit);

        var digits = s.Digits + e.Digit;
        if (digits.Length >= s.Wish.MaxDigits) return Done(s with { Digits = digits }, e.At, "match_digits", terminator: null);

        // A digit cuts off what is played.
        var alarm = new Alarm(TimerKind.ScriptDigits, e.At + s.Wish.DigitTimeout);
        var more = Row.To(s with { Digits = digits, IsPlayed = true, Alarm = alarm }).Decide();
        return s.IsPlayed ? more : more.Do(new StopPlay(s.Wish.Id));
    }

    public static Row TimedOut(Prompting s, DateTimeOffset at) =>
        Done(s, at, s.Digits.Length > 0 ? "match_digits" : "no_input", terminator: null);

    private static Row Done(Prompting s, DateTimeOffset at, string result, char? terminator, string? detail = null)
    {
        var memory = ScriptFlow.Advance(ScriptResults.Prompt(s.Memory, result, s.Digits, terminator));
        var row = ScriptRunner.Run(memory, at).After(new MethodEnded("prompt", result, detail));
        return s.IsPlayed ? row : row with { Effects = [new StopPlay(s.Wish.Id), .. row.Effects] };
    }
}
