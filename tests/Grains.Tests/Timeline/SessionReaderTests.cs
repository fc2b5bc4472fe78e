using Microsoft.Extensions.DependencyInjection;
using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Connects;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Timeline;
using Orleans.Serialization;

namespace Orchestrator.Grains.Tests.Timeline;

public class SessionReaderTests
{
    private static readonly Tale Ended = Tale.BroughtUp(1).Round(0, 1, 1).Rings(1, 1).Wins(3, 1).Bridged(3, 1)
        .Caller(8, new LegEnded(EndReason.Hangup, Fault.None, null, null)).Connect(8, new ConnectDisconnected(BridgeEnd.Caller, 5))
        .LetGo(8, 1, ReleaseCause.CallerGone, EndReason.Hangup, answered: true);

    [Theory]
    [InlineData("another", Tale.Session)]
    [InlineData(Tale.Project, "ffffffffffffffffffffffffffffffff")]
    public async Task Session_OfAnotherProjectOrUnknown_IsAsGoodAsNone(string project, string session)
    {
        var reader = new SessionReader(new FakeStore(Ended.Entries), session);

        Assert.Null(await reader.Connect(project, Tale.ConnectId));
        Assert.Null(await reader.Call(project, Tale.CallerId));
        Assert.Null(await reader.Read(project, Tale.ConnectId, 0));
        Assert.Empty(await reader.Follow(project, Tale.ConnectId, 0).ToListAsync());
    }

    [Theory]
    [InlineData("conn_0123456789abcdef0123456789abcdef_2")]
    [InlineData("call_0123456789abcdef0123456789abcdef_1_9")]
    [InlineData("nonsense")]
    public async Task Read_OfAnIdThatTheSessionDoesNotHave_IsNull(string id)
    {
        var reader = Reader(new FakeStore(Ended.Entries));

        Assert.Null(await reader.Read(Tale.Project, id, 0));
        Assert.Empty(await reader.Follow(Tale.Project, id, 0).ToListAsync());
    }

    [Fact]
    public async Task Read_OfACall_ShowsItsEntriesOnly()
    {
        var entries = await Reader(new FakeStore(Ended.Entries)).Read(Tale.Project, Tale.LegId(1), 0);

        Assert.Equal(Ended.Entries.Where(entry => entry.CallId == Tale.LegId(1)), entries);
    }

    [Fact]
    public async Task Read_AfterTheLastEntry_IsEmptyAndNotNull() =>
        Assert.Empty((await Reader(new FakeStore(Ended.Entries)).Read(Tale.Project, Tale.ConnectId, 1000))!);

    [Fact]
    public async Task Read_OfMoreThanAPage_TakesThemAll()
    {
        var tale = Tale.BroughtUp(1);
        while (tale.Entries.Count < 2 * SessionReader.PageSize)
            tale.Caller(1, new DigitReceived('5'));
        var store = new FakeStore(tale.Entries);

        Assert.Equal(tale.Entries, await Reader(store).Read(Tale.Project, Tale.ConnectId, 0));
        Assert.Equal(3, store.Reads);
    }

    [Fact]
    public async Task Follow_OfACompleteConnect_EndsWithoutWaiting() =>
        Assert.Equal(Ended.Entries.Skip(4), await Reader(new FakeStore(Ended.Entries)).Follow(Tale.Project, Tale.ConnectId, 4).ToListAsync());

    [Fact]
    public async Task Follow_OfARunningConnect_YieldsEntriesAsTheyComeUntilItIsComplete()
    {
        var store = new FakeStore(Ended.Entries).Holding(3);
        var followed = Reader(store).Follow(Tale.Project, Tale.ConnectId, 0).ToListAsync().AsTask();

        foreach (var stored in Ended.Commits.Where(stored => stored > 3))
        {
            await store.ReaderWaits();
            store.LetOut(stored);
        }

        Assert.Equal(Ended.Entries, await followed);
        Assert.Equal(1 + Ended.Commits.Count(stored => stored > 3), store.Reads);
    }

    [Fact]
    public async Task Follow_OfACall_EndsWithTheCall()
    {
        var gone = Ended.Entries.Single(entry => entry is { Event: LegEnded } && entry.CallId == Tale.CallerId);
        var store = new FakeStore(Ended.Entries).Holding((int)gone.Sequence);

        var followed = await Reader(store).Follow(Tale.Project, Tale.CallerId, 0).ToListAsync();

        Assert.Equal(gone, followed[^1]);
    }

    [Fact]
    public async Task Follow_WhenCancelledWhileItWaits_StopsAtOnce()
    {
        using var cancellation = new CancellationTokenSource();
        var store = new FakeStore(Ended.Entries).Holding(3);
        var followed = Reader(store).Follow(Tale.Project, Tale.ConnectId, 0, cancellation.Token).ToListAsync().AsTask();
        await store.ReaderWaits();

        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => followed);
    }

    [Fact]
    public async Task Answers_SentBetweenSilos_ArriveWhole()
    {
        using var services = new ServiceCollection().AddSerializer().BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var reader = Reader(new FakeStore(Ended.Entries));
        var view = await reader.Connect(Tale.Project, Tale.ConnectId);
        var entries = await reader.Read(Tale.Project, Tale.ConnectId, 0);

        Assert.Equivalent(view, serializer.Deserialize<ConnectView>(serializer.SerializeToArray(view)), strict: true);
        Assert.Equivalent(
            entries, serializer.Deserialize<IReadOnlyList<TimelineEntry>>(serializer.SerializeToArray(entries)), strict: true);
    }

    private static SessionReader Reader(FakeStore store) => new(store, Tale.Session);
}
