using System.Xml.Linq;

namespace Orchestrator.Architecture.Tests;

/// <summary>Who may know whom: Silo → Gateway, Storage.Redis → Grains → Grains.Interfaces → Swml, Telephony, which know nobody; both programs → Hosting; Cli → Swml; Telephony.Sip → Telephony, Sip, which knows nobody.</summary>
public class ArrowTests
{
    public static TheoryData<string, string[]> Arrows => new()
    {
        { "Swml", [] },
        { "Sip", [] },
        { "Telephony", [] },
        { "Telephony.Sip", ["Sip", "Telephony"] },
        { "Grains.Interfaces", ["Swml", "Telephony"] },
        { "Outbound", [] },
        { "Grains", ["Grains.Interfaces", "Outbound"] },
        { "Storage.Redis", ["Grains"] },
        { "Hosting", [] },
        { "Gateway", ["Grains.Interfaces", "Hosting"] },
        { "Silo", ["Gateway", "Grains", "Hosting", "Storage.Redis", "Telephony.Sip"] },
        { "Cli", ["Swml"] },
    };

    [Theory]
    [MemberData(nameof(Arrows))]
    public void Project_References_OnlyWhatStandsBelowIt(string project, string[] allowed)
    {
        var references = XDocument.Load(Path.Combine(Repository.Root, "src", project, $"{project}.csproj"))
            .Descendants("ProjectReference").Select(reference => Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!));

        Assert.Equal(allowed.Order(), references.Order());
    }

    [Fact]
    public void EveryProject_HasItsArrowsWritten()
    {
        var projects = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(Arrows.Select(row => (string)row[0]!).Order(), projects.Order()!);
    }

    [Theory]
    [InlineData("Swml", "Orleans")]
    [InlineData("Swml", "Microsoft.AspNetCore")]
    [InlineData("Sip", "Orleans")]
    [InlineData("Sip", "Microsoft.AspNetCore")]
    [InlineData("Telephony", "Orleans")]
    [InlineData("Telephony", "Microsoft.AspNetCore")]
    [InlineData("Grains", "Microsoft.AspNetCore")]
    [InlineData("Grains", "StackExchange.Redis")]
    [InlineData("Storage.Redis", "Microsoft.AspNetCore")]
    [InlineData("Gateway", "Orchestrator.Grains.Storage")]
    [InlineData("Gateway", "StackExchange.Redis")]
    public void Sources_NeverUse(string project, string forbidden)
    {
        var offenders = Repository.CSharpFiles($"src/{project}")
            .Where(file => File.ReadLines(file).Any(line =>
                line.StartsWith($"using {forbidden}.", StringComparison.Ordinal) || line == $"using {forbidden};"));

        Assert.Empty(offenders);
    }

    [Theory]
    [InlineData("src/Grains/Calls/LegMachine.cs")]
    [InlineData("src/Grains/Connects/ConnectMachine.cs")]
    [InlineData("src/Sip/Transactions/Machines/InviteClientMachine.cs")]
    [InlineData("src/Sip/Transactions/Machines/InviteServerMachine.cs")]
    [InlineData("src/Sip/Transactions/Machines/NonInviteClientMachine.cs")]
    [InlineData("src/Sip/Transactions/Machines/NonInviteServerMachine.cs")]
    [InlineData("src/Sip/Dialogs/Dialog.cs")]
    public void Machine_KnowsNoClockAndNoGrain(string file)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, file));

        Assert.DoesNotContain("TimeProvider", text, StringComparison.Ordinal);
        Assert.DoesNotContain("GrainFactory", text, StringComparison.Ordinal);
        Assert.DoesNotContain("await ", text, StringComparison.Ordinal);
    }
}
