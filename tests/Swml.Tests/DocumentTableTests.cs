using System.Text.Json;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Plan;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Swml.Tests;

/// <summary>Every document of testdata against the file beside it.</summary>
public sealed class DocumentTableTests
{
    public static TheoryData<string> InvalidNames => TestDocuments.Names("invalid");

    public static TheoryData<string> ValidNames => TestDocuments.Names("valid");

    [Theory]
    [MemberData(nameof(InvalidNames))]
    public void Document_Invalid_ReportsEveryErrorInOrder(string name)
    {
        var result = TestDocuments.Read("invalid", name);

        var found = string.Concat(result.Errors.Select(error => $"{error.Code} {error.Pointer}".TrimEnd() + "\n"));
        Assert.Equal(TestDocuments.Expected("invalid", name), found);
        Assert.Null(result.Node);
        Assert.All(result.Errors, error => Assert.NotNull(error.Position));
    }

    [Theory]
    [MemberData(nameof(ValidNames))]
    public void Document_Valid_CompilesToThePlanBesideIt(string name)
    {
        var result = TestDocuments.Read("valid", name);

        Assert.Empty(result.Errors);
        var compiled = ConnectCompiler.Compile(TestDocuments.ConnectOf(result.Node!), SwmlLimits.Default);
        Assert.Equal(TestDocuments.Expected("valid", name), PlanText.Of(compiled));
    }

    [Theory]
    [MemberData(nameof(ValidNames))]
    public void Plan_WrittenAndRead_IsTheSame(string name)
    {
        var node = TestDocuments.ConnectOf(TestDocuments.Read("valid", name).Node!);
        if (ConnectCompiler.Compile(node, SwmlLimits.Default) is not { Plan: { } plan } compiled)
            return;

        var json = JsonSerializer.Serialize(plan, PlanJson.Default.ConnectPlan);
        var read = JsonSerializer.Deserialize(json, PlanJson.Default.ConnectPlan)!;

        Assert.Equal(PlanText.Of(compiled), PlanText.Of(compiled with { Plan = read }));
        Assert.Equal(json, JsonSerializer.Serialize(read, PlanJson.Default.ConnectPlan));
    }

    [Fact]
    public void InvalidDocuments_Codes_AreAllKnown()
    {
        var known = typeof(ErrorCodes).GetFields().Select(field => (string)field.GetValue(null)!).ToHashSet();

        var used = TestDocuments.NamesOf("invalid").SelectMany(name => TestDocuments.Read("invalid", name).Errors).Select(error => error.Code);

        Assert.Subset(known, used.ToHashSet());
    }
}
