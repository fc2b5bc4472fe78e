using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Scripts;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Grains.Tests.Scripts;

/// <summary>Something that happens, before it is known to what state: the id is counted back from the latest one.</summary>
internal sealed record Happening(int Kind, int Back, int Seconds);

/// <summary>Scripts and events, likely and unlikely.</summary>
internal static class ScriptArbitraries
{
    private static readonly string[] Strings =
    [
        "a", "vars.n", "${n}", "%{a.b[0]}", "${n + 1}", "${null.x}", "${}", "x ${a} y ${b}", "say:hello ${n}", "say:x", "ring:us", "https://x.example/a",
        "+15551230001", "${num}", "main", "sub", "${[1,2].map(x => x * 2)}", "{\"sections\":{\"main\":[\"hangup\"]}}", "", "true", "n < 3", "1", "reject",
    ];

    private static Gen<string> Text => Gen.Elements(Strings).Select(Quoted);

    private static Gen<string> Value => Gen.OneOf(
        Text, Gen.Elements("null", "true", "false", "0", "1", "2.5", "-1", "[]", "{}", "[1,\"${n}\"]", "{\"b\":[\"${a}\"]}", "\"${(a || '') + 'x'}\""));

    public static Arbitrary<(string Document, Happening[] Events)> Runs => Arb.From(
        from document in Document
        from events in Happening.ArrayOf(60)
        select (document, events));

    public static Gen<string> Document =>
        from main in Steps(3)
        from sub in Steps(2)
        select $"{{\"sections\":{{\"main\":{main},\"sub\":{sub}}}}}";

    private static Gen<Happening> Happening =>
        from kind in Gen.Choose(0, 21)
        from back in Gen.Frequency((8, Gen.Constant(0)), (2, Gen.Choose(-1, 3)))
        from seconds in Gen.Elements(0, 1, 5, 30, 3600)
        select new Happening(kind, back, seconds);

    public static ScriptEvent Of(Happening happening, ScriptState state, ref DateTimeOffset now)
    {
        now = now.AddSeconds(happening.Seconds);
        var (at, id) = (now, state.Memory.Tick - happening.Back);
        return happening.Kind switch
        {
            0 => new Begun(at),
            1 or 2 or 3 => new Evaluated(at, id, [.. Expressions(state).Select(source => ExpressionEngine.Evaluate(source, state.Memory.Scopes))]),
            4 => new Proceeded(at, id),
            5 or 6 => new CallAnswered(at),
            7 => new AnswerFailed(at, id),
            8 or 9 => new PlayEnded(at, id, happening.Seconds != 5),
            10 or 11 => new DigitCame(at, now.Ticks, "123#*"[happening.Seconds % 5]),
            12 => new DigitsSent(at, id, happening.Seconds != 5),
            13 => new DocumentFetched(at, id, happening.Seconds == 5 ? "no document" : "{\"sections\":{\"main\":[{\"play\":\"say:${params.p}\"},{\"return\":1}]}}", null),
            14 => new FetchFailed(at, id, "refused"),
            15 => new RequestDone(at, id, 200, [KeyValuePair.Create("A", "b"), KeyValuePair.Create("a", "c")], happening.Seconds == 5 ? "{" : "{\"n\":[1]}"),
            16 => new RequestFailed(at, id, "refused"),
            17 => new ConnectEnded(at, id, happening.Seconds == 5 ? FailedReason.Busy : null),
            18 => new QueueEntered(at, id, 2, 3),
            19 => new QueueLeft(at, id, happening.Seconds == 5 ? "timeout" : "connected", TimeSpan.FromSeconds(3)),
            20 => happening.Seconds == 3600 ? new Redirected(at, ScriptSource.Inline("{\"sections\":{\"main\":[{\"sleep\":5}]}}")) : new ScriptAlarmRang(at),
            _ => happening.Seconds == 3600 ? new CallEnded(at) : new ScriptAlarmRang(at),
        };
    }

    private static ImmutableArray<string> Expressions(ScriptState state) => state is Evaluating evaluating ? evaluating.Wish.Expressions : [];

    private static Gen<string> Steps(int levels) =>
        Step(levels).ListOf().Select(steps => $"[{string.Join(',', steps.Take(8).DefaultIfEmpty("\"answer\""))}]");

    private static Gen<string> Step(int levels)
    {
        var leaf = Gen.OneOf(
            Gen.Elements("\"answer\"", "\"hangup\"", "\"return\"", "{\"sleep\":1000}", "{\"sleep\":\"${n}\"}", "{\"goto\":{\"label\":\"${l}\"}}",
                "{\"send_digits\":\"12\"}", "{\"sip_refer\":{\"to_uri\":\"sip:a@b\"}}", "{\"execute\":\"sub\"}", "{\"execute\":{\"dest\":\"sub\",\"params\":{\"p\":\"${n}\"}}}", "{\"transfer\":\"main\"}",
                "{\"transfer\":{\"dest\":\"https://x.example\"}}", "{\"execute\":\"https://x.example/${n}\"}", "{\"unset\":\"a\"}",
                "{\"request\":{\"url\":\"https://x.example\",\"method\":\"POST\",\"body\":{\"a\":\"${a}\"},\"save_variables\":true}}",
                "{\"enter_queue\":{\"queue_name\":\"q${n}\",\"transfer_after_bridge\":\"https://x.example\"}}",
                "{\"connect\":{\"to\":\"+15551230001\",\"transfer_after_bridge\":\"https://x.example\"}}", "{\"connect\":{\"to\":\"${a}\"}}"),
            Text.Select(text => $"{{\"play\":{{\"url\":{text}}}}}"),
            Text.Select(text => $"{{\"prompt\":{{\"play\":\"say:x\",\"max_digits\":2,\"terminators\":\"#\",\"speech_language\":{text}}}}}"),
            Value.Select(value => $"{{\"set\":{{\"n\":{value}}}}}"),
            Value.Select(value => $"{{\"set\":{{\"a\":{value},\"l\":\"x\"}}}}"),
            Value.Select(value => $"{{\"return\":{value}}}"));
        if (levels == 0) return leaf;

        var steps = Steps(levels - 1);
        var branches = steps.SelectMany(then => steps.Select(other =>
            $"[{{\"when\":\"n\",\"then\":{then}}},{{\"when\":\"a == 1\",\"then\":{other}}},{{\"else\":{then}}}]"));
        return Gen.Frequency(
            (6, leaf),
            (1, branches.Select(cond => $"{{\"cond\":{cond}}}")),
            (1, steps.Select(list => $"{{\"switch\":{{\"variable\":\"n\",\"case\":{{\"1\":{list}}},\"default\":[]}}}}")),
            (1, branches.Select(cond => $"{{\"connect\":{{\"to\":\"+15551230001\",\"result\":{cond}}}}}")),
            (1, steps.Select(list => $"{{\"execute\":{{\"dest\":\"sub\",\"on_return\":{list},\"result\":{{\"default\":{list}}}}}}}")));
    }

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
