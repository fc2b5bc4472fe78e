using System.Text;
using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Swml.Tests;

/// <summary>No text may cost more than a small multiple of its own length.</summary>
public sealed class SwmlLimitsTests
{
    private const long Megabyte = 1024 * 1024;

    [Fact]
    public void Yaml_BillionLaughs_IsRefusedAtTheFirstAlias()
    {
        var bomb = new StringBuilder("a0: &a0 [lol,lol,lol,lol,lol,lol,lol,lol,lol,lol]\n");
        for (var level = 1; level < 20; level++)
            bomb.Append($"a{level}: &a{level} [{string.Join(',', Enumerable.Repeat($"*a{level - 1}", 10))}]\n");

        var (result, allocated) = Measured(() => TestDocuments.Parse(bomb.ToString(), "text/yaml"));

        var error = Assert.Single(result.Errors);
        Assert.Equal((ErrorCodes.ParseError, "an alias", "/a1/0"), (error.Code, error.Found, error.Pointer));
        Assert.InRange(allocated, 0, Megabyte);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/yaml")]
    [InlineData(null)]
    public void Document_OfTenMegabytes_IsRefusedUnread(string? contentType)
    {
        var text = new byte[10 * Megabyte];
        text.AsSpan().Fill((byte)'[');

        var (result, allocated) = Measured(() => SwmlParser.Parse(text, contentType));

        Assert.Equal("a document of 10485760 bytes", Assert.Single(result.Errors).Found);
        Assert.InRange(allocated, 0, 64 * 1024);
    }

    [Theory]
    [InlineData(262_144, true)]
    [InlineData(262_145, false)]
    public void Document_AtTheLimitOfItsLength_IsRead(int length, bool isRead) =>
        Assert.Equal(isRead, TestDocuments.Parse("[" + new string(' ', length - 2) + "]").Node is not null);

    [Theory]
    [InlineData("application/json", 32, true)]
    [InlineData("application/json", 33, false)]
    [InlineData("application/json", 100_000, false)]
    [InlineData("application/yaml", 32, true)]
    [InlineData("application/yaml", 33, false)]
    [InlineData("application/yaml", 100_000, false)]
    public void Document_Depth_IsLimited(string contentType, int depth, bool isRead)
    {
        var text = new string('[', depth) + new string(']', depth);

        var (result, allocated) = Measured(() => TestDocuments.Parse(text, contentType));

        Assert.Equal(isRead, result.Node is not null);
        if (!isRead) Assert.Equal(ErrorCodes.NestedTooDeep, Assert.Single(result.Errors).Code);
        Assert.InRange(allocated, 0, 2 * Megabyte);
    }

    [Theory]
    [InlineData("application/json", "[1,", "1]")]
    [InlineData("application/yaml", "[1,", "1]")]
    [InlineData("application/yaml", "- 1\n", "")]
    public void Document_OfTheMostValues_CostsABoundedAmount(string contentType, string unit, string end)
    {
        var repeated = unit.StartsWith('[') ? "1," : unit;
        var start = unit.StartsWith('[') ? "[" : "";
        var text = start + string.Concat(Enumerable.Repeat(repeated, (256 * 1024 - 8) / repeated.Length)) + end;

        var (result, allocated) = Measured(() => TestDocuments.Parse(text, contentType));

        Assert.NotNull(result.Node);
        Assert.InRange(allocated, 0, 256 * Megabyte);
    }

    [Fact]
    public void Names_LongAboveManyErrors_DoNotMultiply()
    {
        var name = new string('n', 100_000);

        var error = Assert.Single(TestDocuments.Parse($$"""{"{{name}}": 1}""").Errors);

        Assert.Equal("a name of 100000 characters", error.Found);
        Assert.True(error.Message.Length < 200);
    }

    [Fact]
    public void Errors_BeyondTheMost_AreLeftOut()
    {
        var steps = string.Join(',', Enumerable.Repeat("5", 5000));

        var result = SwmlValidator.Read(Encoding.UTF8.GetBytes($$$"""{"sections":{"main":[{{{steps}}}]}}"""), null);

        Assert.Equal(1000, result.Errors.Length);
    }

    [Theory]
    [InlineData(2, 3, 3, 6, "")]
    [InlineData(2, 3, 2, 6, "/serial_parallel/0 /serial_parallel/1")]
    [InlineData(2, 3, 3, 5, "/serial_parallel")]
    [InlineData(2, 3, 2, 5, "/serial_parallel /serial_parallel/0 /serial_parallel/1")]
    public void Plan_BeyondConfiguredFanOut_IsRefused(int groups, int legs, int perGroup, int perPlan, string pointers)
    {
        var group = $"[{string.Join(',', Enumerable.Repeat("{'to':'+15551230001'}", legs))}]";
        var plan = $"{{'serial_parallel':[{string.Join(',', Enumerable.Repeat(group, groups))}]}}";

        var compiled = TestDocuments.Compile(plan, new SwmlLimits { MaxLegsPerGroup = perGroup, MaxLegsPerPlan = perPlan });

        Assert.Equal(pointers, string.Join(' ', compiled.Errors.Select(error => error.Pointer)));
        Assert.Equal(pointers.Length == 0, compiled.Plan is not null);
    }

    private static (T Result, long Allocated) Measured<T>(Func<T> work)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var result = work();
        return (result, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
