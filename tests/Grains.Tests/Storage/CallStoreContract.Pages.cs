using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Storage;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Grains.Tests.Storage;

/// <summary>Lists: pages and filters.</summary>
public abstract partial class CallStoreContract
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task List_PageByPage_EveryRowOnceInOrder(int limit)
    {
        var store = await CreateStore();
        var project = NewProject();
        // Four rows an instant: pages end in the middle of one.
        await CommitRows(store, project, [.. Enumerable.Range(0, 600).Select(number => number / 4)]);
        var all = await store.List(Query(project, 1000));

        Assert.Equal(600, all.Count);
        Assert.Equal(all, await AllPages(store, Query(project, limit)));
    }

    [Fact]
    public async Task List_PagesWhileRowsComeIn_EveryEarlierRowOnce()
    {
        var store = await CreateStore();
        var project = NewProject();
        var rows = await CommitRows(store, project, [.. Enumerable.Range(0, 200)]);
        using var enough = new CancellationTokenSource();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var inserting = Task.Run(async () =>
        {
            // Among the others and in front of them, and changes of those that are there.
            for (var number = 0; number < 4000 && !enough.IsCancellationRequested; number++)
            {
                await CommitRows(store, project, number % 400);
                var row = rows[number % 200] with { State = $"{number}" };
                await store.Commit(Change(row.Id, 1 + (number / 200)) with { Row = row });
                begun.TrySetResult();
            }
        });
        await begun.Task.WaitAsync(Patience);

        // From row 190 on down: a page that begins at the newest would follow what comes in.
        var query = Query(project, 10) with { After = new ListPosition(rows[190].CreatedAt, rows[190].Id) };
        var seen = await AllPages(store, query);
        await enough.CancelAsync();
        await inserting.WaitAsync(Patience);

        Assert.Equal(seen.Count, seen.Select(row => row.Id).Distinct().Count());
        Assert.Equal(rows.Take(190).Select(row => row.Id).Reverse(), seen.Select(row => row.Id).Intersect(rows.Select(row => row.Id)));
    }

    [Fact]
    public async Task List_CursorRowChanged_GoesOnBehindIt()
    {
        var store = await CreateStore();
        var project = NewProject();
        var rows = await CommitRows(store, project, 1, 2, 3);
        await store.Commit(Change(rows[1].Id, 1) with { Row = rows[1] with { State = "ended" } });

        var page = await store.List(Query(project) with { After = new ListPosition(rows[1].CreatedAt, rows[1].Id) });

        Assert.Equal([rows[0]], page);
    }

    [Theory]
    [InlineData("ended", null, null, null, "5 3 1")]
    [InlineData("parked", null, null, null, "")]
    [InlineData(null, "0104", null, null, "4")]
    [InlineData(null, "sip:desk3@", null, null, "3")]
    [InlineData(null, "+1555", null, null, "5 4 3 2 1")]
    [InlineData(null, "+1666004", null, null, "4")]
    [InlineData(null, null, 3, null, "5 4 3")]
    [InlineData(null, null, null, 3, "2 1")]
    [InlineData(null, null, 2, 4, "3 2")]
    [InlineData(null, null, 4, 2, "")]
    [InlineData("ended", "+1555", 2, 5, "3")]
    public async Task List_Filter_OnlyThoseRows(string? state, string? address, int? after, int? before, string expected)
    {
        var store = await CreateStore();
        var project = NewProject();
        for (var number = 1; number <= 5; number++)
        {
            var row = Row(NewCall(), project, number) with
            {
                State = number % 2 == 1 ? "ended" : "answered",
                From = $"+1555010{number}",
                To = $"sip:desk{number}@example.com",
                Called = number == 1 ? null : $"+166600{number}",
            };
            await store.Commit(Change(row.Id) with { Row = row });
        }

        var query = Query(project, 2) with
        {
            State = state,
            Address = address,
            CreatedAfter = after is { } from ? Noon.AddSeconds(from) : null,
            CreatedBefore = before is { } to ? Noon.AddSeconds(to) : null,
        };

        Assert.Equal(expected, string.Join(' ', (await AllPages(store, query)).Select(row => (row.CreatedAt - Noon).TotalSeconds)));
    }

    [Theory]
    [InlineData(ListSelection.Active, "5 3")]
    [InlineData(ListSelection.FailedOurs, "4 1")]
    public async Task List_Only_OnlyThoseRows(ListSelection only, string expected)
    {
        var store = await CreateStore();
        var project = NewProject();
        string?[] faults = ["ours", "callee", null, "unknown", null];
        for (var number = 1; number <= 5; number++)
        {
            var fault = faults[number - 1];
            var row = Row(NewCall(), project, number) with { Fault = fault, EndedAt = fault is null ? null : Noon.AddSeconds(number) };
            await store.Commit(Change(row.Id) with { Row = row });
        }

        var found = await AllPages(store, Query(project, 1) with { Only = only });

        Assert.Equal(expected, string.Join(' ', found.Select(row => (row.CreatedAt - Noon).TotalSeconds)));
    }

    [Fact]
    public async Task Rows_OfSomeRecords_ThoseThatHaveOneAsCommittedLast()
    {
        var store = await CreateStore();
        var project = NewProject();
        var rows = await CommitRows(store, project, [1, 2, 3]);
        var changed = rows[1] with { State = "ended", Fault = "ours" };
        await store.Commit(Change(changed.Id, 1) with { Row = changed });
        var bare = NewCall();
        await store.Commit(Change(bare));

        var found = await store.Rows([rows[2].Id, changed.Id, bare, NewCall()]);

        Assert.Equal([changed, rows[2]], found.OrderBy(row => row.CreatedAt));
    }

    [Fact]
    public async Task List_RareStateAmongMany_FoundPageByPage()
    {
        var store = await CreateStore();
        var project = NewProject();
        var rows = await CommitRows(store, project, [.. Enumerable.Range(0, 700)]);
        foreach (var number in (int[])[0, 255, 256, 699])
            await store.Commit(Change(rows[number].Id, 1) with { Row = rows[number] with { State = "ended" } });

        var found = await AllPages(store, Query(project, 1) with { State = "ended" });

        Assert.Equal([rows[699].Id, rows[256].Id, rows[255].Id, rows[0].Id], found.Select(row => row.Id));
    }

    private static async Task<IReadOnlyList<ListRow>> AllPages(ICallStore store, ListQuery query)
    {
        var all = new List<ListRow>();
        while (await store.List(query) is { Count: > 0 } page)
        {
            Assert.True(page.Count <= query.Limit);
            all.AddRange(page);
            query = query with { After = new ListPosition(page[^1].CreatedAt, page[^1].Id) };
        }

        return all;
    }
}
