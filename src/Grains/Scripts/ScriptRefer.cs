using System.Text.Json.Serialization;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Swml.Expressions;
using Orchestrator.Swml.Methods;
using Orchestrator.Swml.Plan;
using Row = Orchestrator.Grains.Engine.Step<Orchestrator.Grains.Scripts.ScriptState, Orchestrator.Grains.Scripts.ScriptEffect>;

namespace Orchestrator.Grains.Scripts;

/// <summary>Answered by <see cref="ReferEnded"/>.</summary>
public sealed record ReferCall(long Id, SipReferMethod Refer) : ScriptEffect(Id);

/// <param name="Status">The phone's response to the REFER; null: none came.</param>
/// <param name="TargetStatus">What it was told by whom it called; null: nothing.</param>
public sealed record ReferEnded(DateTimeOffset At, long Id, int? Status, int? TargetStatus) : ScriptAnswer(At, Id);

public sealed record Referring(ScriptMemory Memory, ReferCall Wish, Alarm? Alarm) : WaitingScript(Memory, Alarm)
{
    [JsonIgnore]
    public override ScriptEffect Effect => Wish;
}

/// <summary><c>calling.call.refer</c>.</summary>
/// <param name="State">inProgress, success, busy, noAnswer, cancel or error.</param>
public sealed record ReferReport(CallbackUrl Url, long Control, string State, string To, int? Status, int? TargetStatus) : ScriptReport(Url, Control);

/// <summary><c>sip_refer</c>: the phone is asked to call somebody else, and tells what becomes of it.</summary>
internal static class ScriptRefer
{
    /// <summary>A transfer rings as long as any call, and a little longer.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    public static Row Begin(ScriptMemory memory, SipReferMethod refer, DateTimeOffset at) =>
        Stops.Wait(memory, (next, id) => new Referring(next, new ReferCall(id, refer), new Alarm(TimerKind.ScriptBackstop, at + Longest)));

    public static Row Ended(Referring s, ReferEnded e)
    {
        var result = ResultOf(e.TargetStatus);
        var memory = ScriptResults.Set(ScriptResults.Set(s.Memory, "sip_refer_to", s.Wish.Refer.ToUri), "sip_refer_result", result);
        memory = ScriptResults.Set(memory, "return_value", result);
        memory = Code(Code(memory, "sip_refer_response_code", e.Status), "sip_refer_to_response_code", e.TargetStatus);
        return ScriptMachine.GoOn(memory, e.At, "sip_refer", result);
    }

    /// <param name="targetStatus">What the phone was told by whom it called; null: nothing.</param>
    public static string ResultOf(int? targetStatus) => targetStatus switch
    {
        >= 200 and < 300 => "success",
        486 or 600 => "busy",
        408 or 480 => "noAnswer",
        487 => "cancel",
        _ => "error",
    };

    public static ReferReport Begun(CallbackUrl url, ReferCall wish) => new(url, wish.Id, "inProgress", wish.Refer.ToUri, null, null);

    /// <summary>The call has gone, or something else has taken over: nothing more was heard of it.</summary>
    public static ReferReport Over(CallbackUrl url, ReferCall wish, ScriptEvent happened) => happened is ReferEnded e
        ? new(url, wish.Id, ResultOf(e.TargetStatus), wish.Refer.ToUri, e.Status, e.TargetStatus)
        : new(url, wish.Id, "error", wish.Refer.ToUri, null, null);

    private static ScriptMemory Code(ScriptMemory memory, string name, int? status) =>
        status is { } code ? ScriptResults.Set(memory, name, JsonValues.Number(code)) : memory with { Vars = memory.Vars.Remove(name) };
}
