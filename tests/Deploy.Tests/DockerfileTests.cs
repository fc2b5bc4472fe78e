using System.Text.RegularExpressions;
using Orchestrator.Deploy.Tests.Support;

namespace Orchestrator.Deploy.Tests;

/// <summary>What reviewers of Dockerfiles look for.</summary>
public sealed class DockerfileTests
{
    private static readonly string Programs = Checkout.Text("deploy", "Dockerfile");

    [Theory]
    [InlineData("Dockerfile")]
    [InlineData("rtpengine/Dockerfile")]
    public void Images_ArePinnedAndNobodyIsRoot(string file)
    {
        var lines = Checkout.Text("deploy", file).Split('\n');
        var stages = lines.Select(line => Regex.Match(line, @"^FROM (\S+)(?: AS (\S+))?$")).Where(match => match.Success).ToList();
        var own = stages.Select(stage => stage.Groups[2].Value).ToList();

        Assert.All(stages.Select(stage => stage.Groups[1].Value).Where(image => !own.Contains(image)), image => Assert.Matches(@":\d+\.\d+", image));
        Assert.Contains(lines, line => line.StartsWith("USER ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line is "USER root" or "USER 0" || line.StartsWith("ADD ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("HEALTHCHECK ", StringComparison.Ordinal));
        Assert.All(lines.Where(line => Regex.IsMatch(line, "^(CMD|ENTRYPOINT) ")), line => Assert.Contains("[\"", line, StringComparison.Ordinal));
        Assert.All(lines.Where(line => line.Contains("apt-get install", StringComparison.Ordinal)), line =>
            Assert.Matches(@"--no-install-recommends \S+=\S+", line));
    }

    [Fact]
    public void Restore_SeesEveryProjectOfThePrograms()
    {
        var copied = Regex.Matches(Programs, @"^COPY (src/\S+\.csproj)", RegexOptions.Multiline).Select(match => match.Groups[1].Value);

        Assert.Equal(ProjectsOf("src/Silo/Silo.csproj").Order(), copied.Order());
    }

    [Fact]
    public void Programs_AreThoseThatAreBuilt() => Assert.All((string[])["Silo", "Gateway"], program =>
    {
        Assert.Contains($"dotnet publish src/{program} ", Programs, StringComparison.Ordinal);
        Assert.Contains($"ENTRYPOINT [\"dotnet\", \"Orchestrator.{program}.dll\"]", Programs, StringComparison.Ordinal);
        Assert.Contains($"[\"dotnet\", \"Orchestrator.{program}.dll\", \"--health\"]", Programs, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(AppContext.BaseDirectory, $"Orchestrator.{program}.dll")));
    });

    [Fact]
    public async Task Health_OfAServiceThatIsNotThere_IsOne()
    {
        var (code, said) = await Command.Run("dotnet", Path.Combine(AppContext.BaseDirectory, "Orchestrator.Silo.dll"), "--health", "--urls", "http://127.0.0.1:1");

        Assert.True(code == 1, said);
    }

    private static IEnumerable<string> ProjectsOf(string project) => Regex.Matches(Checkout.Text(project), "ProjectReference Include=\"([^\"]+)\"")
        .Select(match => Path.GetRelativePath(Checkout.Root, Path.GetFullPath(Checkout.At(Path.GetDirectoryName(project)!, match.Groups[1].Value))))
        .SelectMany(ProjectsOf).Append(project).Distinct();
}
