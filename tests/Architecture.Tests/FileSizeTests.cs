namespace Orchestrator.Architecture.Tests;

/// <summary>A file is one idea.</summary>
public class FileSizeTests
{
    [Fact]
    public void SourceFiles_AreSmall()
    {
        var sizes = Sizes("src");

        Assert.DoesNotContain(sizes, file => file.Lines > 350);
        Assert.True(sizes[sizes.Count / 2].Lines <= 60, $"The median file has {sizes[sizes.Count / 2].Lines} lines; at most 60 are meant.");
        var large = sizes[(int)(sizes.Count * 0.95)];
        Assert.True(large.Lines <= 200, $"{large.Name} has {large.Lines} lines and is within the 95 % that should have at most 200.");
    }

    [Fact]
    public void TestFiles_HaveAtMost500Lines() => Assert.DoesNotContain(Sizes("tests"), file => file.Lines > 500);

    private static List<(string Name, int Lines)> Sizes(string folder) =>
    [
        .. Repository.CSharpFiles(folder)
            .Select(file => (Path.GetRelativePath(Repository.Root, file), File.ReadLines(file).Count()))
            .OrderBy(file => file.Item2),
    ];
}
