using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Directory;
using Orchestrator.Grains.Storage;
using static Orchestrator.Grains.Tests.Storage.StoreData;

namespace Orchestrator.Grains.Tests.Storage;

/// <summary>Lists: what they show of a record, and in which order.</summary>
public abstract partial class CallStoreContract
{
    [Fact]
    public async Task List_RowsInAnyOrder_NewestFirstThenGreatestId()
    {
        var store = await CreateStore();
        var project = NewProject();
        var rows = await CommitRows(store, project, 3, 1, 2, 2, 2);

        var listed = await store.List(Query(project));

        Assert.Equal(rows.OrderByDescending(row => row.CreatedAt).ThenByDescending(row => row.Id, StringComparer.Ordinal), listed);
    }

    [Fact]
    public async Task List_LimitBelowRows_TheNewest()
    {
        var store = await CreateStore();
        var project = NewProject();
        var rows = await CommitRows(store, project, 1, 2, 3);

        Assert.Equal([rows[2], rows[1]], await store.List(Query(project, limit: 2)));
        Assert.Empty(await store.List(Query(project, limit: 0)));
    }

    [Fact]
    public async Task List_OtherProjectOrKind_Apart()
    {
        var store = await CreateStore();
        var (mine, other) = (NewProject(), NewProject());
        var session = CallIds.NewSession();
        var call = Row(CallIds.Caller(session), mine);
        var connect = Row(CallIds.Connect(session, "1"), mine) with { Kind = ListKind.Connect };
        await store.Commit(Change(call.Id) with { Row = call });
        await store.Commit(Change(connect.Id) with { Row = connect });
        await CommitRows(store, other, 1);

        Assert.Equal([call], await store.List(Query(mine)));
        Assert.Equal([connect], await store.List(Query(mine) with { Kind = ListKind.Connect }));
        Assert.Empty(await store.List(Query(NewProject())));
    }

    [Fact]
    public async Task List_LaterRow_ReplacesTheOneBefore()
    {
        var store = await CreateStore();
        var (id, project) = (NewCall(), NewProject());
        var ended = Row(id, project) with { State = "ended", Reason = "hangup", EndedAt = Noon.AddMinutes(1) };
        await store.Commit(Change(id) with { Row = Row(id, project) });

        await store.Commit(Change(id, 1) with { Row = ended });

        Assert.Equal([ended], await store.List(Query(project)));
    }

    [Fact]
    public async Task List_LaterRowInAnotherPlace_MovesThere()
    {
        var store = await CreateStore();
        var (id, project, other) = (NewCall(), NewProject(), NewProject());
        await store.Commit(Change(id) with { Row = Row(id, project, 1) });

        await store.Commit(Change(id, 1) with { Row = Row(id, project, 2) });
        Assert.Equal([Row(id, project, 2)], await store.List(Query(project)));

        await store.Commit(Change(id, 2) with { Row = Row(id, other, 2) });
        Assert.Empty(await store.List(Query(project)));
        Assert.Equal([Row(id, other, 2)], await store.List(Query(other)));
    }

    [Fact]
    public async Task List_RowsAreReplacedMeanwhile_NoneIsEverMissing()
    {
        var store = await CreateStore();
        var project = NewProject();
        var rows = await CommitRows(store, project, 1, 2, 3);
        var replacing = Task.Run(async () =>
        {
            for (var version = 1; version <= 1000; version++)
                await store.Commit(Change(rows[1].Id, version) with { Row = rows[1] with { State = $"{version}" } });
        });

        do
            Assert.Equal([rows[2].Id, rows[1].Id, rows[0].Id], (await store.List(Query(project))).Select(row => row.Id));
        while (!replacing.IsCompleted);

        await replacing;
    }

    [Fact]
    public async Task List_CommitWithoutRow_ShowsTheOneBefore()
    {
        var store = await CreateStore();
        var (id, project) = (NewCall(), NewProject());
        await store.Commit(Change(id) with { Row = Row(id, project) });

        await store.Commit(Change(id, 1));

        Assert.Equal([Row(id, project)], await store.List(Query(project)));
    }

    [Fact]
    public async Task List_RecordWithoutRow_NotShown()
    {
        var store = await CreateStore();
        var project = NewProject();
        await store.Commit(Change(NewCall()));

        Assert.Empty(await store.List(Query(project)));
    }

    /// <summary>One call for each second after noon, in this order.</summary>
    private static async Task<IReadOnlyList<ListRow>> CommitRows(ICallStore store, string project, params int[] seconds)
    {
        ListRow[] rows = [.. seconds.Select(second => Row(NewCall(), project, second))];
        foreach (var row in rows)
            await store.Commit(Change(row.Id) with { Row = row });

        return rows;
    }
}
