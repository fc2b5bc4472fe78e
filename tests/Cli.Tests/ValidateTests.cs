using Orchestrator.Cli.Tests.Support;

namespace Orchestrator.Cli.Tests;

/// <summary><c>orc validate</c>, which needs no service.</summary>
public sealed class ValidateTests
{
    [Fact]
    public async Task Validate_OfAllExamples_FindsThemValid()
    {
        var examples = Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "examples")).Order().ToList();

        var said = await Orc.Run(["validate", .. examples]);

        Assert.True(said.Code == 0, said.Output + said.Errors);
        Assert.Equal(examples.Select(file => $"{file}: valid"), said.Lines);
    }

    [Fact]
    public async Task Validate_OfAWrongDocument_NamesEveryErrorWithItsPlaceAndEndsWithOne()
    {
        var said = await Orc.Run(["validate", "-"], "sections:\n  main:\n    - connect:\n        timeout: soon\n        to: 7\n    - dance: {}\n");

        Assert.Equal(1, said.Code);
        Assert.Collection(
            said.Lines,
            line => Assert.StartsWith("-:4:18: relay_script_", line, StringComparison.Ordinal),
            line => Assert.StartsWith("-:5:13: relay_script_", line, StringComparison.Ordinal),
            line => Assert.StartsWith("-:6:7: relay_script_", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Validate_AsJson_SaysTheSameAsTheService()
    {
        var said = await Orc.Run(["validate", "--json", "-"], """{ "to": "+15550100001", "timeout": 0 }""");

        Assert.Equal(1, said.Code);
        Assert.False((bool)said.Json["valid"]!);
        var error = Assert.Single(said.Json["errors"]!.AsArray())!;
        Assert.Equal(("/timeout", 1, 36), ((string)error["pointer"]!, (int)error["line"]!, (int)error["column"]!));
    }

    [Theory]
    [InlineData("validate", "no-such-file.json")]
    [InlineData("validate")]
    [InlineData("dance")]
    [InlineData("list", "--state", "asleep")]
    [InlineData("list", "--url", "telnet:nowhere")]
    public async Task WrongCommandLine_EndsWithTwo(params string[] arguments)
    {
        var said = await Orc.Run(arguments);

        Assert.Equal(2, said.Code);
        Assert.NotEmpty(said.Errors);
    }
}
