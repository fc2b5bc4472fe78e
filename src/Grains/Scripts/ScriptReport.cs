using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Scripts;

/// <summary>What a <c>status_url</c> of a step is to be told; it belongs to the commit of the transition that it follows from.</summary>
/// <param name="Control">Id of the wish it is about; with the script's own id it makes the <c>control_id</c>.</param>
public abstract record ScriptReport(CallbackUrl Url, long Control);

/// <summary><c>calling.call.play</c>.</summary>
/// <param name="State">playing, finished or error.</param>
public sealed record PlayReport(CallbackUrl Url, long Control, string State) : ScriptReport(Url, Control);

/// <summary><c>calling.call.collect</c>.</summary>
/// <param name="Result">digit, no_match, no_input or error.</param>
/// <param name="Terminator">The digit that ended the input, or nothing.</param>
public sealed record CollectReport(CallbackUrl Url, long Control, string Result, string Digits, string Terminator) : ScriptReport(Url, Control);

/// <summary>The reports follow from the states before and after; no row writes them.</summary>
public static class ScriptReports
{
    public static IEnumerable<ScriptReport> Between(ScriptState before, ScriptState after, ScriptEvent happened)
    {
        if ((before as WaitingScript)?.Effect.Id == (after as WaitingScript)?.Effect.Id) yield break;

        if (before is Playing { Wish: { StatusUrl: { } url } played })
            yield return new PlayReport(url, played.Id, happened is PlayEnded { Succeeded: false } ? "error" : "finished");
        if (before is Prompting { Wish: { StatusUrl: { } collectUrl } collected } prompt)
            yield return Collected(collectUrl, collected.Id, prompt, after, happened);
        if (before is Referring { Wish: { Refer.StatusUrl: { } referUrl } referred })
            yield return ScriptRefer.Over(referUrl, referred, happened);
        if (after is Referring { Wish: { Refer.StatusUrl: { } toTell } referring })
            yield return ScriptRefer.Begun(toTell, referring);
        if (after is Playing { Wish: { StatusUrl: { } nextUrl } playing })
            yield return new PlayReport(nextUrl, playing.Id, "playing");
    }

    private static CollectReport Collected(CallbackUrl url, long control, Prompting prompt, ScriptState after, ScriptEvent happened)
    {
        // The call has gone, or something else has taken over: what came until then is all there is.
        if (happened is not (DigitCame or PlayEnded or ScriptAlarmRang)) return new CollectReport(url, control, "error", prompt.Digits, "");

        var vars = after.Memory.Vars;
        var result = vars["prompt_result"].GetString() switch
        {
            "match_digits" => "digit",
            "failed" => "error",
            var other => other!,
        };
        return new CollectReport(url, control, result, vars["prompt_value"].GetString()!, vars["prompt_digit_terminator"].GetString()!);
    }
}
