using System.Text.Json;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Methods;
using Orchestrator.Swml.Plan;
using Orchestrator.Swml.Validation;
using Row = Orchestrator.Grains.Engine.Step<Orchestrator.Grains.Scripts.ScriptState, Orchestrator.Grains.Scripts.ScriptEffect>;

namespace Orchestrator.Grains.Scripts;

/// <summary>How other sections and other documents are entered: at the start, by <c>execute</c>, by <c>transfer</c>.</summary>
internal static class ScriptTransfers
{
    private const string Main = "main";

    public static Row Begin(ScriptMemory memory, DateTimeOffset at)
    {
        var source = memory.Source;
        if (source.Url is { } url)
            return Fetch(memory, new FetchDocument(0, new CallbackUrl(url), Fallback(source), source.Params, null, FetchReason.Start) { ByGet = source.ByGet }, at);

        var text = source.Text ?? "";
        // A callee may be asked by a list of steps alone.
        if (memory.Kind is ScriptKind.Confirm && text.TrimStart().StartsWith('[')) text = $"{{\"sections\":{{\"main\":{text}}}}}";
        return Enter(memory, text, null, source.Params, FetchReason.Start, at);
    }

    /// <summary>Runs what is to be run, and comes back to <c>on_return</c> and <c>result</c>.</summary>
    public static Move Execute(ScriptMemory memory, ExecuteMethod execute, DateTimeOffset at)
    {
        if (memory.Stack.Length > ScriptLimits.MaxDepth) return Move.End(TooDeep(memory));
        if (IsUrl(execute.Dest))
        {
            var wish = new FetchDocument(0, new CallbackUrl(execute.Dest), null, execute.Params, execute.Meta, FetchReason.Execute);
            return Move.End(Fetch(memory, wish, at).Say(new MethodStarted("execute", ScriptFlow.Place(memory))));
        }

        return Entering(memory, execute.Dest, execute.Params, FetchReason.Execute);
    }

    /// <summary>Another script takes over what was left of this one.</summary>
    public static Move Transfer(ScriptMemory memory, string dest, JsonElement parameters, JsonElement? meta, DateTimeOffset at)
    {
        if (memory.Transfers >= ScriptLimits.MaxTransfers)
            return Move.End(Stops.Fail(memory, ErrorCodes.TooManyTransfers, $"more than {ScriptLimits.MaxTransfers} transfers on one call"));

        memory = memory with { Transfers = memory.Transfers + 1 };
        if (IsUrl(dest))
        {
            var wish = new FetchDocument(0, new CallbackUrl(dest), null, parameters, meta, FetchReason.Transfer);
            return Move.End(Fetch(memory, wish, at).Say(new ScriptTransferred(memory.Transfers)));
        }

        return Entering(memory, dest, parameters, FetchReason.Transfer);
    }

    /// <summary>A document has come: every error in it ends the script.</summary>
    public static Row Enter(
        ScriptMemory memory, string text, string? contentType, JsonElement parameters, FetchReason reason, DateTimeOffset at)
    {
        var move = Enter(memory, text, contentType, parameters, reason);
        var row = move.Stop ?? ScriptRunner.Run(move.Next!, at);
        return reason is FetchReason.Start && move.Stop is null ? row with { Facts = [new ScriptStarted(), .. row.Facts] } : row;
    }

    private static Move Entering(ScriptMemory memory, string dest, JsonElement parameters, FetchReason reason)
    {
        if (dest.TrimStart().StartsWith('{')) return Enter(memory, dest, null, parameters, reason);

        // A section of the present document.
        if (ScriptFlow.Find(memory, SwmlPointer.Child("/sections", dest)) is not ListNode)
            return Move.End(Stops.Fail(memory, ErrorCodes.MethodExecuteFailed, "there is no such section in this document"));
        return EnterSection(memory, memory.Top.Document, dest, parameters, reason);
    }

    private static Move Enter(ScriptMemory memory, string text, string? contentType, JsonElement parameters, FetchReason reason)
    {
        var (next, hash, errors) = ScriptDocuments.Add(memory, text, contentType);
        if (errors.IsEmpty) return EnterSection(next, hash, Main, parameters, reason);

        return Move.End(Stops.Fail(memory, errors[0].Code, "", ScriptDocuments.Clause(errors)));
    }

    private static Move EnterSection(ScriptMemory memory, string hash, string section, JsonElement parameters, FetchReason reason)
    {
        if (reason is not FetchReason.Execute) return Move.On(ScriptFlow.Replace(memory, hash, section, parameters));

        var step = SwmlPointer.Child(ScriptFlow.Place(memory), "execute");
        var after = ScriptFlow.Advance(memory);
        if (Exists(memory, step, "result") is { } result) after = ScriptFlow.Push(after, new ChoiceBlock(result, "return_value"));
        if (Exists(memory, step, "on_return") is { } onReturn) after = ScriptFlow.PushSteps(after, onReturn);
        return ScriptFlow.Call(after, hash, section, parameters) is { } called ? Move.On(called) : Move.End(TooDeep(memory));
    }

    private static string? Exists(ScriptMemory memory, string step, string name) =>
        SwmlPointer.Child(step, name) is var pointer && ScriptFlow.Find(memory, pointer) is not null ? pointer : null;

    private static Row Fetch(ScriptMemory memory, FetchDocument what, DateTimeOffset at) => Stops.Wait(memory, (next, id) =>
        new Fetching(next, what with { Id = id }, new Alarm(TimerKind.ScriptBackstop, at + ScriptLimits.FetchTimeout + ScriptLimits.Grace)));

    private static Row TooDeep(ScriptMemory memory) =>
        Stops.Fail(memory, ErrorCodes.NestedTooDeep, $"more than {ScriptLimits.MaxDepth} calls of execute inside one another");

    private static CallbackUrl? Fallback(ScriptSource source) => source.FallbackUrl is { } url ? new CallbackUrl(url) : null;

    private static bool IsUrl(string dest) => !dest.TrimStart().StartsWith('{') && dest.Contains("://", StringComparison.Ordinal);
}
