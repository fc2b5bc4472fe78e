using System.Collections.Immutable;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Scripts;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Scripts;
using Orchestrator.Swml.Expressions;
using Orchestrator.Swml.Validation;
using Row = Orchestrator.Grains.Engine.Step<Orchestrator.Grains.Scripts.ScriptState, Orchestrator.Grains.Scripts.ScriptEffect>;

namespace Orchestrator.Grains.Tests.Scripts;

/// <summary>Rules of single rows that no trace shows.</summary>
public sealed class ScriptMachineTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Redirect_WhileWaiting_ForgetsTheWishAndStartsAnew()
    {
        var playing = Begin("[{'set':{'a':1}},{'play':'say:x'}]");

        var row = ScriptMachine.Step(playing.State, new Redirected(At, ScriptSource.Inline(Document("[{'play':'say:${a}'}]"))));

        Assert.Equal(["forget", "play say:1"], row.Effects.Select(ScriptText.Of));
        Assert.Equal(playing.Effects[^1].Id, row.Effects[0].Id);
        Assert.Contains(new ScriptTransferred(1), row.Facts);
        // What is still said of the old wish is late.
        Assert.Same(row.State, ScriptMachine.Step(row.State, new PlayEnded(At, row.Effects[0].Id, true)).State);
    }

    [Fact]
    public void Redirect_TooOften_EndsTheScript()
    {
        var row = Begin("[{'sleep':-1}]");
        for (var times = 0; times < ScriptLimits.MaxTransfers; times++)
        {
            row = ScriptMachine.Step(row.State, new Redirected(At, ScriptSource.Inline(Document("[{'sleep':-1}]"))));
            Assert.IsType<Sleeping>(row.State);
        }

        row = ScriptMachine.Step(row.State, new Redirected(At, ScriptSource.Inline(Document("[{'sleep':-1}]"))));

        Assert.Equal(ErrorCodes.TooManyTransfers, BrokenOf(row).Code);
    }

    [Fact]
    public void Redirect_BeforeTheStart_StartsTheOther()
    {
        var state = ScriptMachine.Step(Initial("[{'play':'say:one'}]"), new Redirected(At, ScriptSource.Inline(Document("[{'play':'say:two'}]")))).State;

        Assert.Equal("play say:two", ScriptText.Of(Assert.Single(ScriptMachine.Step(state, new Begun(At)).Effects)));
    }

    [Fact]
    public void Start_FromAUrl_AsksTheFallbackToo()
    {
        var state = Initial("[]") with { Memory = Initial("[]").Memory with { Source = ScriptSource.At("https://x.example/a", "https://x.example/b") } };

        var row = ScriptMachine.Step(state, new Begun(At));

        Assert.Equal("fetch https://x.example/a or https://x.example/b {}", ScriptText.Of(Assert.Single(row.Effects)));
    }

    [Fact]
    public void Restore_OfAScriptThatIsOver_HangsUpOnceMoreByTheSameId()
    {
        var over = Begin("[{'hangup':{'reason':'busy'}}]");

        var hangup = Assert.Single(over.Effects);
        Assert.Equal(hangup, Assert.Single(ScriptMachine.Restore(over.State).Effects));
        Assert.Equal(new HangUpCall(hangup.Id, "busy"), hangup);
    }

    [Fact]
    public void Restore_OfAScriptWhoseCallHasGone_WishesForNothing()
    {
        var over = ScriptMachine.Step(Begin("[{'sleep':-1}]").State, new CallEnded(At));

        Assert.Empty(over.Effects);
        Assert.Empty(ScriptMachine.Restore(over.State).Effects);
    }

    [Fact]
    public void Restore_OfAPromptThatWasCutOff_StopsThePlayAgain()
    {
        var state = Hear(Begin("[{'prompt':{'play':'say:x','max_digits':3}}]").State, 1, '7').State;

        Assert.Equal(["collect 3 [] 5/5 say:x", "stop_play"], ScriptMachine.Restore(state).Effects.Select(ScriptText.Of));
        Assert.Equal("7", Assert.IsType<Prompting>(state).Digits);
    }

    [Fact]
    public void Digit_ToldAgain_CountsOnceEvenForTheNextPrompt()
    {
        var first = Begin("[{'prompt':{'play':'say:x'}},{'prompt':{'play':'say:y'}}]");

        var second = Hear(first.State, 5, '1');
        var again = Hear(second.State, 5, '1');

        Assert.Same(second.State, again.State);
        Assert.IsType<ScriptOver>(Hear(second.State, 6, '2').State);
    }

    [Fact]
    public void Digit_WhileNobodyListens_IsNotHeardLater()
    {
        var playing = Begin("[{'play':'say:x'},{'prompt':{'play':'say:y'}}]");
        var pressed = Hear(playing.State, 3, '9').State;
        var prompting = ScriptMachine.Step(pressed, new PlayEnded(At, playing.Effects[^1].Id, true)).State;

        Assert.Same(prompting, Hear(prompting, 3, '9').State);
    }

    [Fact]
    public void Clock_OfThePrompt_RunsFromTheEndOfThePlayAndFromEachDigit()
    {
        var row = Begin("[{'prompt':{'play':'say:x','max_digits':3,'initial_timeout':4,'digit_timeout':2.5}}]");
        Assert.Null(row.State.Pending);

        var played = ScriptMachine.Step(row.State, new PlayEnded(At.AddSeconds(10), row.Effects[^1].Id, true)).State;
        Assert.Equal(At.AddSeconds(14), played.Pending!.Due);

        var heard = ScriptMachine.Step(played, new DigitCame(At.AddSeconds(12), 1, '4')).State;
        Assert.Equal(At.AddSeconds(14.5), heard.Pending!.Due);
        Assert.Same(heard, ScriptMachine.Step(heard, new ScriptAlarmRang(At.AddSeconds(14))).State);
        Assert.IsType<ScriptOver>(ScriptMachine.Step(heard, new ScriptAlarmRang(At.AddSeconds(14.5))).State);
    }

    [Theory]
    [InlineData("{'request':{'url':'https://x.example','method':'GET','timeout':10}}", 35, "request_result")]
    [InlineData("{'send_digits':'123'}", 23, "send_digits_result")]
    public void Outcome_ThatNeverComes_IsAFailureInTheEnd(string step, int seconds, string variable)
    {
        var waiting = Begin($"[{step}]").State;

        Assert.Equal(At.AddSeconds(seconds), waiting.Pending!.Due);
        var over = ScriptMachine.Step(waiting, new ScriptAlarmRang(At.AddSeconds(seconds))).State;
        Assert.Equal("failed", Assert.IsType<ScriptOver>(over).Memory.Vars[variable].GetString());
    }

    [Fact]
    public void Transfer_OfWhichNothingIsHeard_IsAnErrorInTheEnd()
    {
        var waiting = Begin("[{'sip_refer':{'to_uri':'sip:a@b'}}]").State;

        Assert.Equal(At.AddMinutes(3), waiting.Pending!.Due);
        var over = ScriptMachine.Step(waiting, new ScriptAlarmRang(At.AddMinutes(3))).State;
        Assert.Equal("error", Assert.IsType<ScriptOver>(over).Memory.Vars["sip_refer_result"].GetString());
    }

    [Fact]
    public void Expressions_ThatAreNeverAnswered_EndTheScript()
    {
        var waiting = Begin("[{'set':{'a':'${1 + 1}'}}]");

        var over = ScriptMachine.Step(waiting.State, new ScriptAlarmRang(waiting.State.Pending!.Due));

        Assert.False(waiting.Decides);
        Assert.Equal(ErrorCodes.JsEvalError, BrokenOf(over).Code);
    }

    [Fact]
    public void Document_ThatNeverComes_EndsTheScript()
    {
        var waiting = Begin("[{'execute':'https://x.example'}]");

        Assert.Equal(ErrorCodes.MethodExecuteFailed, BrokenOf(ScriptMachine.Step(waiting.State, new ScriptAlarmRang(waiting.State.Pending!.Due))).Code);
    }

    [Fact]
    public void Connect_NextAfterAFailedOne_LeavesNoReasonBehind()
    {
        var first = Begin("[{'connect':{'to':'+15551230001'}},{'connect':{'to':'+15551230002'}}]");
        var second = ScriptMachine.Step(first.State, new ConnectEnded(At, first.Effects[^1].Id, FailedReason.Busy));
        Assert.Equal("busy", second.State.Memory.Vars["connect_failed_reason"].GetString());

        var over = ScriptMachine.Step(second.State, new ConnectEnded(At, second.Effects[^1].Id, null));

        Assert.False(over.State.Memory.Vars.ContainsKey("connect_failed_reason"));
    }

    [Fact]
    public void Confirm_WithExecuteAndConnectInOnReturn_IsStoppedAtTheConnect()
    {
        var state = Initial("[{'execute':{'dest':'main','on_return':[{'connect':{'to':'+15551230001'}}]}}]", ScriptKind.Confirm);
        var inner = state with
        {
            Memory = state.Memory with
            {
                Source = ScriptSource.Inline(
                    """{"sections":{"main":[{"execute":{"dest":"sub","on_return":[{"connect":{"to":"+15551230001"}}]}}],"sub":[{"set":{"a":1}}]}}"""),
            },
        };

        var row = ScriptMachine.Step(inner, new Begun(At));

        Assert.IsType<ScriptBroken>(Assert.IsType<ScriptOver>(row.State).Outcome);
        Assert.IsType<ReportOver>(Assert.Single(row.Effects));
    }

    [Fact]
    public void Response_LargerThanIsKept_IsCut()
    {
        var waiting = Begin("[{'request':{'url':'https://x.example','method':'GET'}},{'sleep':-1}]");
        var headers = Enumerable.Range(0, 100).Select(index => KeyValuePair.Create($"H{index}", "v")).ToImmutableArray();

        var vars = ScriptMachine.Step(waiting.State, new RequestDone(At, waiting.Effects[^1].Id, 200, headers, new string('x', 100_000))).State.Memory.Vars;

        Assert.Equal(ScriptLimits.MaxResponseBody, vars["request_response_body"].GetString()!.Length);
        Assert.Equal(ScriptLimits.MaxResponseHeaders, vars["request_response_headers"].EnumerateObject().Count());
    }

    [Fact]
    public void Reports_OfAPlay_TellItsBeginningAndItsEnd()
    {
        var before = Initial("[{'play':{'url':'say:x','status_url':'https://x.example/s'}}]");
        var row = ScriptMachine.Step(before, new Begun(At));
        var ended = new PlayEnded(At, row.Effects[^1].Id, false);
        var over = ScriptMachine.Step(row.State, ended);

        Assert.Equal("playing", Assert.IsType<PlayReport>(Assert.Single(ScriptReports.Between(before, row.State, new Begun(At)))).State);
        Assert.Equal("error", Assert.IsType<PlayReport>(Assert.Single(ScriptReports.Between(row.State, over.State, ended))).State);
    }

    [Fact]
    public void Reports_OfAPrompt_TellWhatCame()
    {
        var row = Begin("[{'prompt':{'play':'say:x','max_digits':5,'terminators':'#','status_url':'https://x.example/s'}},{'sleep':-1}]");
        var one = Hear(row.State, 1, '4');
        var end = new DigitCame(At, 2, '#');

        Assert.Empty(ScriptReports.Between(row.State, one.State, new DigitCame(At, 1, '4')));
        var report = Assert.IsType<CollectReport>(Assert.Single(ScriptReports.Between(one.State, ScriptMachine.Step(one.State, end).State, end)));
        Assert.Equal(("digit", "4", "#"), (report.Result, report.Digits, report.Terminator));
    }

    private static Row Hear(ScriptState state, long number, char digit) => ScriptMachine.Step(state, new DigitCame(At, number, digit));

    private static Row Begin(string main) => ScriptMachine.Step(Initial(main), new Begun(At));

    private static ScriptBroken BrokenOf(Row row) => Assert.IsType<ScriptBroken>(Assert.IsType<ScriptOver>(row.State).Outcome);

    private static NotStarted Initial(string main, ScriptKind kind = ScriptKind.Call) => new(new ScriptMemory
    {
        Kind = kind,
        Source = ScriptSource.Inline(Document(main)),
        Call = JsonValues.EmptyObject,
        CallState = "answered",
        Envs = JsonValues.EmptyObject,
    });

    private static string Document(string main) => $"{{\"sections\":{{\"main\":{main.Replace('\'', '"')}}}}}";
}
