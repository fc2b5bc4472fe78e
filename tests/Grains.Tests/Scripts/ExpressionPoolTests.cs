using System.Collections.Immutable;
using System.Text.Json;
using Orchestrator.Grains.Scripts.Evaluation;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Grains.Tests.Scripts;

public sealed class ExpressionPoolTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly VariableScopes Nothing = new(
        JsonValues.EmptyObject, JsonValues.EmptyObject, ImmutableSortedDictionary<string, JsonElement>.Empty, JsonValues.EmptyObject);

    [Fact]
    public async Task Pool_AskedForSeveral_AnswersInTheirOrder()
    {
        using var pool = new ExpressionPool(new ExpressionPoolOptions(), TimeProvider.System);

        var results = await pool.EvaluateAsync(["1 + 1", "null.x", "'a' + 'b'"], Nothing).WaitAsync(Patience);

        Assert.Equal(["2", null, "\"ab\""], results.Select(result => result.Value?.GetRawText()));
        Assert.Equal([true, false, true], results.Select(result => result.Problem is null));
    }

    [Fact]
    public async Task Pool_WithHostileExpressions_StillAnswersOthers()
    {
        using var pool = new ExpressionPool(new ExpressionPoolOptions { Threads = 2 }, TimeProvider.System);
        var hostile = Enumerable.Range(0, 3)
            .Select(_ => pool.EvaluateAsync(["Object.assign({}, ...Array(4000).fill(Array(4000).fill(1)))", "(f => f(f))(f => f(f))"], Nothing))
            .ToArray();

        var answer = await pool.EvaluateAsync(["2 * 3"], Nothing).WaitAsync(Patience);
        var others = await Task.WhenAll(hostile).WaitAsync(Patience);

        Assert.True(answer[0].Value?.GetRawText() == "6" || answer[0].Problem == "no answer in time", answer[0].ToString());
        Assert.All(others, results => Assert.NotNull(results[1].Problem));
    }

    [Fact]
    public async Task Thread_HeldBeyondTheLimit_IsReplacedAndComesBack()
    {
        using var release = new ManualResetEventSlim();
        var options = new ExpressionPoolOptions { Threads = 1, MaxWait = TimeSpan.FromMilliseconds(50) };
        using var pool = new ExpressionPool(options, TimeProvider.System, (source, _) => Held(source, release));

        var stuck = await pool.EvaluateAsync(["stuck"], Nothing).WaitAsync(Patience);
        Assert.Equal("no answer in time", stuck[0].Problem);
        Assert.Equal(1, pool.Lost);

        // Another thread has taken its place, or no answer could ever come.
        await Eventually(async () => (await pool.EvaluateAsync(["fine"], Nothing))[0].Problem is null, "an answer beside the thread that is held");
        release.Set();
        await Eventually(() => Task.FromResult(pool.Lost == 0), "the thread that was held to be found again");
    }

    [Fact]
    public async Task Threads_HeldByAFlood_AreNotReplacedWithoutEnd()
    {
        using var release = new ManualResetEventSlim();
        var options = new ExpressionPoolOptions { Threads = 1, MaxLost = 2, MaxQueue = 4, MaxWait = TimeSpan.FromMilliseconds(50) };
        using var pool = new ExpressionPool(options, TimeProvider.System, (source, _) => Held(source, release));

        for (var flood = 0; flood < 3; flood++)
            Assert.Equal("no answer in time", (await pool.EvaluateAsync(["stuck"], Nothing).WaitAsync(Patience))[0].Problem);
        // One thread of its own and two replacements are held: what comes now only waits.
        Assert.NotNull((await pool.EvaluateAsync(["fine"], Nothing).WaitAsync(Patience))[0].Problem);

        release.Set();
        await Eventually(async () => (await pool.EvaluateAsync(["fine"], Nothing))[0].Problem is null, "an answer after the flood");
    }

    [Fact]
    public async Task Queue_ThatIsFull_RefusesAtOnce()
    {
        using var release = new ManualResetEventSlim();
        using var taken = new ManualResetEventSlim();
        var options = new ExpressionPoolOptions { Threads = 1, MaxQueue = 1 };
        using var pool = new ExpressionPool(options, TimeProvider.System, (source, _) =>
        {
            taken.Set();
            return Held(source, release);
        });

        var held = pool.EvaluateAsync(["stuck"], Nothing);
        Assert.True(taken.Wait(Patience));
        var waiting = pool.EvaluateAsync(["fine"], Nothing);
        var refused = await pool.EvaluateAsync(["fine", "fine"], Nothing).WaitAsync(Patience);

        Assert.Equal(["too many expressions at once", "too many expressions at once"], refused.Select(result => result.Problem));
        release.Set();
        await Task.WhenAll(held, waiting).WaitAsync(Patience);
    }

    private static ExpressionResult Held(string source, ManualResetEventSlim release)
    {
        if (source == "stuck") release.Wait(Patience);
        return ExpressionResult.Of(JsonValues.EmptyText);
    }

    private static async Task Eventually(Func<Task<bool>> holds, string what)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!await holds())
        {
            Assert.False(deadline.IsCancellationRequested, $"waited in vain for {what}");
            await Task.Yield();
        }
    }
}
