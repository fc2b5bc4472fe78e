using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Tests;

public sealed class PlanJsonTests
{
    private static readonly string[] Properties = [.. ConnectPropertyTests.Effects.Select(row => $"'{row[0]}':{row[1]}")];

    [Fact]
    public void Plan_OfAnyProperties_SurvivesJson()
    {
        var destination =
            from kind in Gen.Elements(ConnectPropertyTests.Kinds)
            from chosen in Gen.SubListOf(Properties)
            select $"{{{string.Join(',', chosen.Prepend($"'to':'{kind}'"))}}}";
        var connects = destination.NonEmptyListOf()
            .Select(all => $"{{'transfer_after_bridge':'https://x.example','serial':[{string.Join(',', all.Take(64))}]}}");

        Prop.ForAll(Arb.From(connects), connect =>
        {
            var compiled = TestDocuments.Compile(connect);
            var json = JsonSerializer.Serialize(compiled.Plan!, PlanJson.Default.ConnectPlan);
            var read = JsonSerializer.Deserialize(json, PlanJson.Default.ConnectPlan);
            return PlanText.Of(compiled with { Plan = read }) == PlanText.Of(compiled)
                && JsonSerializer.Serialize(read!, PlanJson.Default.ConnectPlan) == json;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Plan_WithAnUnknownMember_IsNotHalfRead()
    {
        var json = JsonSerializer.Serialize(TestDocuments.Compile("{'to':'+12'}").Plan!, PlanJson.Default.ConnectPlan);

        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json.Insert(1, "\"later\":1,"), PlanJson.Default.ConnectPlan));
    }
}
