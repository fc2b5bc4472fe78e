using Microsoft.Extensions.Time.Testing;
using Orchestrator.Telephony.Sip.Rtpengine;

namespace Orchestrator.Telephony.Sip.Tests.Rtpengine;

public sealed class EnginePoolTests : IAsyncDisposable
{
    private static readonly NgDictionary Pong = new() { ["result"] = "pong" };
    private readonly FakeTimeProvider _time = new();
    private readonly FakeLink _one = new() { Answer = _ => Pong };
    private readonly FakeLink _two = new() { Answer = _ => Pong };
    private readonly List<string> _lost = [];

    [Fact]
    public async Task Calls_AreSpread_AndStayWhereTheyBegan()
    {
        await using var pool = await NewPool();
        var first = pool.Take("a")!;
        var second = pool.Take("b")!;

        Assert.NotSame(first, second);
        Assert.Same(first, pool.Take("a"));
        pool.Release("a");
        Assert.Equal((0, 1), (first.CallCount, second.CallCount));
    }

    [Fact]
    public async Task Engine_ThatDies_GetsNoCall_AndItsCallsAreToldOnce()
    {
        await using var pool = await NewPool();
        var dying = pool.Take("a")!;
        pool.Take("b");
        (dying.Name == "one" ? _one : _two).Answer = _ => null;
        await Until(() => !dying.IsAlive);
        for (var i = 0; i < 50; i++) await Pass();

        Assert.Equal([$"{dying.Name}: a"], _lost);
        Assert.NotSame(dying, pool.Take("c"));
        Assert.NotSame(dying, pool.Take("a"));
    }

    [Fact]
    public async Task Engine_ThatComesBack_IsUsedAgain()
    {
        await using var pool = await NewPool();
        _one.Answer = _two.Answer = _ => null;
        await Until(() => pool.Engines.All(engine => !engine.IsAlive));
        Assert.Null(pool.Take("a"));
        _one.Answer = _ => Pong;
        await Until(() => pool.Engines[0].IsAlive);

        Assert.Equal("one", pool.Take("a")?.Name);
    }

    [Fact]
    public async Task Engine_ThatComesBack_IsAskedToDeleteTheCallsItHad_UntilItDoes()
    {
        await using var pool = await NewPool();
        var away = pool.Take("a")!;
        var link = away.Name == "one" ? _one : _two;
        link.Answer = _ => null;
        await Until(() => !away.IsAlive);
        pool.Owe("b", away.Client);
        // Back, and away again before it has done anything.
        link.Answer = items => items.Text("command") == "ping" ? Pong : null;
        await Until(() => Deletes(link).Any());
        link.Answer = _ => null;
        await Until(() => !away.IsAlive);
        link.Answer = items => items.Text("command") == "ping" ? Pong : new NgDictionary { ["result"] = "ok" };
        await Until(() => Deletes(link).Contains("b"));
        var asked = Deletes(link).Count();
        for (var i = 0; i < 50; i++) await Pass();

        Assert.Equal(["a", "b"], Deletes(link).Distinct().Order());
        Assert.Equal(asked, Deletes(link).Count());
        Assert.Empty(Deletes(link == _one ? _two : _one));
    }

    private static IEnumerable<string?> Deletes(FakeLink link) => link.Sent.Where(sent => sent.Items.Text("command") == "delete").Select(sent => sent.Items.Text("call-id"));

    private async Task<EnginePool> NewPool()
    {
        var pool = new EnginePool(
            [("one", new NgClient(_one, _time)), ("two", new NgClient(_two, _time))], _time,
            (engine, calls) => _lost.Add($"{engine.Name}: {string.Join(' ', calls)}"));
        await Until(() => pool.Engines.All(engine => engine.IsAlive));
        return pool;
    }

    private async Task Until(Func<bool> reached)
    {
        for (var i = 0; i < 1000 && !reached(); i++) await Pass();
        Assert.True(reached(), "The engines' state did not change in 100 s of their time.");
    }

    // What a ping's answer brings about runs behind it.
    private async Task Pass()
    {
        _time.Advance(TimeSpan.FromMilliseconds(100));
        await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
    }

    public async ValueTask DisposeAsync()
    {
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }
}
