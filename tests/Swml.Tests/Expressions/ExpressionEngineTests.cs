using System.Text.Json;
using Orchestrator.Swml.Expressions;

namespace Orchestrator.Swml.Tests.Expressions;

public sealed class ExpressionEngineTests
{
    private const string Scopes =
        """{"call":{"from":"+15551230001","type":"sip"},"params":{"n":2},"vars":{"a":1,"s":"x","list":[1,2,3],"o":{"k":"v"},"type":"own"},"envs":{"e":"E","s":"hidden"}}""";

    [Theory]
    [InlineData("a + 1", "2")]
    [InlineData("vars.a + params.n", "3")]
    [InlineData("call.from.slice(-4)", "\"0001\"")]
    [InlineData("type + e + from.length", "\"ownE12\"")]
    [InlineData("(list.length)", "3")]
    [InlineData("list.map(x => x * 2).filter(x => x > 2)", "[4,6]")]
    [InlineData("list.reduce((sum, x) => sum + x, 0)", "6")]
    [InlineData("a == 1 ? 'yes' : 'no'", "\"yes\"")]
    [InlineData("({ k: o.k, n: null, u: undefined, d: new Date(0) })", """{"k":"v","n":null,"d":"1970-01-01T00:00:00.000Z"}""")]
    [InlineData("JSON.stringify(o)", "\"{\\\"k\\\":\\\"v\\\"}\"")]
    [InlineData("Math.max(...list)", "3")]
    [InlineData("missing === undefined", "true")]
    [InlineData("missing?.deeper ?? 'none'", "\"none\"")]
    [InlineData("undefined", "\"\"")]
    [InlineData("0.1 + 0.2", "0.30000000000000004")]
    [InlineData("1 / 0", "null")]
    [InlineData("'é'.repeat(3) // why not", "\"ééé\"")]
    [InlineData("'x'.repeat('3')", "\"xxx\"")]
    [InlineData("`${s}!`", "\"x!\"")]
    [InlineData("s, a", "1")]
    [InlineData("'a-b'.replace(/-/g, '+').split('+').join('_')", "\"a_b\"")]
    [InlineData("Object.keys(vars).length", "5")]
    public void Expression_Evaluated_GivesItsValue(string source, string expected)
    {
        var result = Evaluate(source);

        Assert.Null(result.Problem);
        Assert.Equal(JsonSerializer.Serialize(JsonElement.Parse(expected)), JsonSerializer.Serialize(result.Value!.Value));
    }

    [Theory]
    [InlineData("")]
    [InlineData("1; 2")]
    [InlineData("1) + (2")]
    [InlineData("while (true) {}")]
    [InlineData("function () { return 1 }")]
    [InlineData("x => { return 1 }")]
    [InlineData("async () => 1")]
    [InlineData("await 1")]
    [InlineData("import('fs')")]
    [InlineData("({ get a() { return 1 } })")]
    [InlineData("({ a() { return 1 } })")]
    [InlineData("class {}")]
    [InlineData("this")]
    [InlineData("10n ** 1000n")]
    [InlineData("return 1")]
    [InlineData("var x = 1")]
    public void Expression_ThatIsMoreThanOne_IsNotCompiled(string source) => Assert.NotNull(CompiledExpression.Of(source).Problem);

    [Theory]
    [InlineData("vars.x = 3", "an assignment, which would change nothing (perhaps == is meant)")]
    [InlineData("vars.x == 1 && (vars.y = 4)", "an assignment, which would change nothing (perhaps == is meant)")]
    [InlineData("[1].map(x => x = 2)", "an assignment, which would change nothing (perhaps == is meant)")]
    [InlineData("[vars.a] = [1]", "an assignment, which would change nothing (perhaps == is meant)")]
    [InlineData("vars.count += 1", "an assignment, which would change nothing")]
    [InlineData("vars.count ??= 1", "an assignment, which would change nothing")]
    [InlineData("vars.count++", "++ or --, which would change nothing")]
    [InlineData("--vars.count", "++ or --, which would change nothing")]
    [InlineData("delete vars.count", "delete, which would delete nothing")]
    public void Expression_ThatWouldChangeSomething_IsNotCompiled(string source, string problem) =>
        Assert.Equal(problem, CompiledExpression.Of(source).Problem);

    [Theory]
    [InlineData("vars.x == 3")]
    [InlineData("((x = 3) => x)()")]
    [InlineData("typeof vars.x")]
    [InlineData("({ x: 3 })")]
    public void Expression_ThatOnlyLooksLikeAChange_IsCompiled(string source) => Assert.Null(CompiledExpression.Of(source).Problem);

    [Fact]
    public void Expression_TooLong_IsNotCompiled()
    {
        Assert.Null(CompiledExpression.Of("1".PadLeft(1024)).Problem);
        Assert.NotNull(CompiledExpression.Of("1".PadLeft(1025)).Problem);
    }

    [Theory]
    [InlineData("Object.assign(Object.prototype, { polluted: 1 })")]
    [InlineData("Object.assign(vars.__proto__, { polluted: 1 })")]
    [InlineData("Object.assign(Array.prototype, { map: () => 'broken' })")]
    [InlineData("Object.assign(Math, { max: 1 })")]
    [InlineData("Object.assign(vars, { a: 99 })")]
    public void Evaluation_ThatChangesWhatIsShared_LeavesNothingBehind(string source)
    {
        Assert.Null(Evaluate(source).Problem);

        Assert.Equal("[false,\"[2]\",true,2,1]",
            Evaluate("['polluted' in {}, JSON.stringify([1].map(x => x + 1)), typeof polluted === 'undefined', Math.max(1, 2), vars.a]").Value!.Value.GetRawText());
    }

    [Theory]
    [InlineData("globalThis")]
    [InlineData("System")]
    [InlineData("importNamespace")]
    [InlineData("Atomics")]
    [InlineData("SharedArrayBuffer")]
    [InlineData("Proxy")]
    [InlineData("Promise")]
    [InlineData("Function")]
    [InlineData("Intl")]
    [InlineData("BigInt")]
    [InlineData("Uint8Array")]
    public void Global_ThatNoExpressionNeeds_IsNotThere(string name) =>
        Assert.Equal("\"undefined\"", Evaluate($"typeof {name}").Value!.Value.GetRawText());

    private static ExpressionResult Evaluate(string source) => ExpressionEngine.Evaluate(source, ScopesOf(Scopes));

    internal static VariableScopes ScopesOf(string json)
    {
        var scopes = JsonElement.Parse(json);
        return new VariableScopes(
            scopes.GetProperty("call"),
            scopes.GetProperty("params"),
            System.Collections.Immutable.ImmutableSortedDictionary.CreateRange(
                StringComparer.Ordinal, scopes.GetProperty("vars").EnumerateObject().Select(member => KeyValuePair.Create(member.Name, member.Value))),
            scopes.GetProperty("envs"));
    }
}
