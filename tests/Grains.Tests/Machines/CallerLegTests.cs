using Orchestrator.Grains.Calls;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Telephony.Port;
using static Orchestrator.Grains.Tests.Machines.LegRows;

namespace Orchestrator.Grains.Tests.Machines;

/// <summary>The rows of the caller's leg.</summary>
public sealed class CallerLegTests
{
    public static TheoryData<LegState> Live => [WhileOffered, WhileUp, BridgedCaller];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Unborn_CallerStarted_IsThereWithItsLimit(bool answered)
    {
        var row = A(new Unborn(), new CallerStarted(At(0), answered));
        var alarm = new Alarm(TimerKind.CallLimit, At(8 * 3600));
        Assert.Equal(answered ? new Up(alarm) : new Offered(alarm, null), row.State);
        row.Does(new PlaceCall());
        Assert.True(row.Decides);
    }

    [Theory, MemberData(nameof(Live))]
    public void Live_OperationBegun_LivesFourHoursLongerThanThat(LegState state)
    {
        var row = A(state, new OperationBegun(At(100), TimeSpan.FromHours(20)));
        Assert.Equal(At(100 + (24 * 3600)), row.State.Pending!.Due);
        Assert.Equal(row.State, A(row.State, new OperationBegun(At(200), TimeSpan.FromMinutes(1))).State);
    }

    [Fact]
    public void Offered_AnswerOrdered_IsAnswered() =>
        A(WhileOffered, new AnswerOrdered(At(1))).Does(new AnswerCall());

    [Fact]
    public void UpOrBridged_AnswerOrderedAgain_SaysSo()
    {
        A(WhileUp, new AnswerOrdered(At(1))).Does(new TellCallersConnect(CallerNews.Answered));
        A(BridgedCaller, new AnswerOrdered(At(1))).Does(new TellCallersConnect(CallerNews.Answered));
    }

    [Fact]
    public void Offered_Answered_IsUpAndTellsItsConnect()
    {
        var row = A(WhileOffered, new FarEndAnswered(At(1)));
        Assert.Equal(WhileUp, row.State);
        row.Says(new LegAnswered());
        row.Does(new TellCallersConnect(CallerNews.Answered));
    }

    [Fact]
    public void Offered_BridgeOrdered_IsAnsweredFirstThenJoined()
    {
        var wanted = A(WhileOffered, new BridgeOrdered(At(1), "B1"));
        Assert.Equal(WhileOffered with { PeerWanted = "B1" }, wanted.State);
        wanted.Does(new AnswerCall());
        var up = A(wanted.State, new FarEndAnswered(At(2)));
        Assert.Contains(new JoinMedia("B1"), up.Effects);
    }

    /// <summary>The connect orders it once: what was taken and not carried out must survive a crash.</summary>
    [Fact]
    public void Offered_BridgeOrdered_IsCommittedAndCarriedOutAgain()
    {
        var wanted = A(WhileOffered, new BridgeOrdered(At(1), "B1"));
        Assert.True(wanted.Decides);
        LegMachine.Restore(Caller, wanted.State, default).Does(new PlaceCall(), new AnswerCall());
    }

    [Fact]
    public void Offered_ConnectOverBeforeTheAnswer_IsNotJoinedAnyMore()
    {
        var parted = A(WhileOffered with { PeerWanted = "B1" }, new PartOrdered(At(1)));
        Assert.Equal(WhileOffered, parted.State);
        Assert.DoesNotContain(A(parted.State, new FarEndAnswered(At(2))).Effects, effect => effect is JoinMedia);
    }

    [Fact]
    public void Up_BridgeOrdered_JoinsMedia() =>
        A(WhileUp, new BridgeOrdered(At(1), "B1")).Does(new JoinMedia("B1"));

    [Fact]
    public void Up_BridgeMade_IsBridgedAndTellsItsConnect()
    {
        var row = A(WhileUp, new BridgeMade(At(1), "B1"));
        Assert.Equal(BridgedCaller, row.State);
        row.Says(new LegJoined("B1"));
        row.Does(new TellCallersConnect(CallerNews.Bridged, "B1"));
        Nothing(row.State, A(row.State, new BridgeMade(At(2), "B1")));
    }

    [Fact]
    public void Up_BridgeRefused_StaysUpAndTellsItsConnect()
    {
        var row = A(WhileUp, new BridgeRefused(At(1), "B1", "gone"));
        Assert.Same(WhileUp, row.State);
        row.Does(new TellCallersConnect(CallerNews.BridgeRefused, "B1", "gone"));
    }

    [Fact]
    public void Bridged_BridgeOrderedAgain_SaysSo() =>
        A(BridgedCaller, new BridgeOrdered(At(1), "B1")).Does(new TellCallersConnect(CallerNews.Bridged, "B1"));

    [Fact]
    public void Bridged_BridgeOrderedWithAnother_IsRefused()
    {
        var row = A(BridgedCaller, new BridgeOrdered(At(1), "B2"));
        Assert.Same(BridgedCaller, row.State);
        Assert.Equal(CallerNews.BridgeRefused, Assert.IsType<TellCallersConnect>(Assert.Single(row.Effects)).News);
    }

    [Fact]
    public void BridgedOrOver_JoinedWithAnotherOnThePlane_IsUndone()
    {
        A(BridgedCaller, new BridgeMade(At(1), "B2")).Does(new PartMedia("B2"));
        A(Over, new BridgeMade(At(1), "B2")).Does(new PartMedia("B2"));
    }

    [Fact]
    public void Bridged_ConnectOver_StaysUpAlone()
    {
        var row = A(BridgedCaller, new PartOrdered(At(1)));
        Assert.Equal(WhileUp, row.State);
        row.Says(new LegParted());
        row.Does(new PartMedia("B1"));
        Nothing(WhileUp, A(WhileUp, new PartOrdered(At(2))));
    }

    [Fact]
    public void Over_WantedByItsConnect_SaysThatItIsOver()
    {
        foreach (var state in new[] { Over, Dead })
        {
            var end = new TellCallersConnect(CallerNews.Ended, Ending: ((LegOver)state).Ending, Cause: ReleaseCause.LostRace);
            A(state, new AnswerOrdered(At(11))).Does(end);
            A(state, new BridgeOrdered(At(11), "B1")).Does(end);
        }
    }

    [Theory, MemberData(nameof(Live))]
    public void Live_HangsUp_TellsItsConnect(LegState state)
    {
        var row = A(state, Ends(EndKind.RemoteHangUp));
        Assert.Contains(new TellCallersConnect(CallerNews.Ended, Ending: ((LegOver)row.State).Ending), row.Effects);
        Assert.True(Ended(row, state is Offered ? EndReason.Cancel : EndReason.Hangup).Dead);
    }

    [Theory, MemberData(nameof(Live))]
    public void Live_LimitReached_IsHungUp(LegState state)
    {
        Nothing(state, A(state, new AlarmRang(At(999))));
        Ended(A(state, new AlarmRang(At(1_000))), EndReason.Hangup, ReleaseCause.MaxDuration);
    }

    [Theory, MemberData(nameof(Live))]
    public void Live_DigitCame_IsTold(LegState state) =>
        A(state, new DigitCame(At(1), '#')).Says(new DigitReceived('#'));

    [Theory, MemberData(nameof(Live))]
    public void Live_MusicFailed_IsTold(LegState state) =>
        A(state, new MusicFailed(At(1), "the file's server answered 404")).Says(new PlaybackFailed("the file's server answered 404"));

    [Theory, MemberData(nameof(Live))]
    public void Live_Restored_AsksThePlaneForItsEvents(LegState state) =>
        Assert.Contains(new PlaceCall(), LegMachine.Restore(Caller, state, default).Effects);

    /// <summary>An order to bridge that was taken and not carried out is lost in a crash: the connect, told again, orders it again.</summary>
    [Fact]
    public void Up_Restored_TellsItsConnectSo() =>
        Assert.Contains(new TellCallersConnect(CallerNews.Restored), LegMachine.Restore(Caller, WhileUp, default).Effects);
}
