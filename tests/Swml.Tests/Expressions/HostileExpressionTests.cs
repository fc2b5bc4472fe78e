using Orchestrator.Swml.Expressions;

namespace Orchestrator.Swml.Tests.Expressions;

/// <summary>Expressions that want to stall or exhaust the service: each ends as a problem, and never takes the process with it.</summary>
public sealed class HostileExpressionTests
{
    private const string Nested = "Array(100).fill(Array(100).fill(Array(100).fill(Array(50).fill(1))))";

    [Theory]
    [InlineData("(f => f(f))(f => f(f))")]
    [InlineData("[1].map(x => Array(4000).fill(1).map(y => Array(4000).fill(1).map(z => Array(4000).fill(1).indexOf(2))))")]
    [InlineData("Array(4000).fill(1).sort((a, b) => Array(4000).fill(1).sort((a, b) => Array(4000).fill(0).indexOf(1)))")]
    [InlineData("'x'.repeat(5e8).length")]
    [InlineData("'x'['rep' + 'eat'](5e8).length")]
    [InlineData("'x'.repeat(Infinity)")]
    [InlineData("'x'.repeat('500000000').length")]
    [InlineData("'a'.padEnd(3e8).length")]
    [InlineData("Array(30).fill(0).reduce(s => s + s, 'aaaaaaaaaa').length")]
    [InlineData("Array(30).fill(0).reduce(s => s.concat(s), 'aaaaaaaaaa').length")]
    [InlineData("Array(30).fill(0).reduce(s => `${s}${s}`, 'aaaaaaaaaa').length")]
    [InlineData("Array(30).fill(0).reduce(s => s.replaceAll('a', 'aa'), 'aaaaaaaaaa').length")]
    [InlineData("(s => s.replaceAll('a', s))('a'.repeat(60000)).length")]
    [InlineData("(s => s.split('').join(s))('a'.repeat(4000)).length")]
    [InlineData("[...Array(1e9)]")]
    [InlineData("Array(1e9).fill(0)")]
    [InlineData("Array.from({ length: 1e9 }, x => x)")]
    [InlineData("Math.max(...Array(1e7))")]
    [InlineData("Array.prototype.map.call({ length: 1e10 }, x => x)")]
    [InlineData("String.raw({ raw: { length: 1e9 } })")]
    [InlineData("Array(4000).fill(0).reduce(a => [a], 0)")]
    [InlineData("Array(4000).fill(0).reduce(a => ({ a }), 0)")]
    [InlineData("JSON.parse('['.repeat(60000))")]
    [InlineData(Nested)]
    [InlineData("String(" + Nested + ")")]
    [InlineData(Nested + ".join()")]
    [InlineData(Nested + ".flat(9)")]
    [InlineData("JSON.stringify(" + Nested + ")")]
    [InlineData(Nested + " == 'x'")]
    [InlineData("/(a+)+$/.test('a'.repeat(60) + 'b')")]
    [InlineData("new RegExp('(a+)+$').test('a'.repeat(60) + 'b')")]
    [InlineData("'a'.repeat(60).replace(/(a|aa)+b/g, 'x')")]
    [InlineData("'a'.repeat(60000).match(/(?:a?){100}a{100}c/)")]
    [InlineData("[].constructor.constructor('while (true) {}')()")]
    [InlineData("({ a: 1 }).constructor.constructor('return 1')()")]
    [InlineData("eval('1')")]
    [InlineData("(x => x).constructor('return 1')()")]
    [InlineData("Object.defineProperty({}, 'x', { enumerable: true, get: () => (f => f(f))(f => f(f)) })")]
    [InlineData("(o => Object.assign(o, { o }))({})")]
    [InlineData("Array(4000).fill('x'.repeat(60000))")]
    [InlineData("null.x")]
    public async Task Expression_Hostile_EndsAsAProblemInTime(string source)
    {
        var nothing = ExpressionEngineTests.ScopesOf("""{"call":{},"params":{},"vars":{},"envs":{}}""");

        // The deadline is for what would never end; how long it took says more about the machine than about the expression.
        var result = await Task.Run(() => ExpressionEngine.Evaluate(source, nothing)).WaitAsync(TimeSpan.FromMinutes(1));

        Assert.True(result.Problem is not null, $"a value: {(result.Value is { } value ? value.GetRawText()[..Math.Min(80, value.GetRawText().Length)] : "none")}");
        Assert.True(result.Problem.Length <= 201, result.Problem);
    }
}
