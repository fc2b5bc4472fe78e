using System.Text;
using Orchestrator.Swml.Validation;

namespace Orchestrator.Grains.Tests.Scripts;

/// <summary>Every script of testdata against the trace beside it.</summary>
public sealed class ScriptCorpusTests
{
    public static TheoryData<string> Names => ScriptCorpus.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Script_Run_DoesWhatItsTraceSays(string name)
    {
        var trace = Run(name, new ScriptHost(ScriptCorpus.World(name)));

        if (Environment.GetEnvironmentVariable("ACCEPT_TRACES") is not null) ScriptCorpus.Accept(name, trace);
        else Assert.Equal(ScriptCorpus.Expected(name), trace);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Script_OfTheCorpus_IsValid(string name)
    {
        if (!name.StartsWith("fail-document", StringComparison.Ordinal) && !name.StartsWith("confirm-", StringComparison.Ordinal))
            Assert.Empty(SwmlValidator.Read(Encoding.UTF8.GetBytes(ScriptCorpus.Text(name)), null).Errors);
    }

    /// <summary>Whoever takes the script over before any event goes on as if nothing had happened.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Script_WhoseOwnerDiesBeforeAnyEvent_DoesTheSame(string name)
    {
        var whole = new ScriptHost(ScriptCorpus.World(name));
        var expected = Run(name, whole);
        var step = Math.Max(1, whole.Events / 40);

        for (var death = 1; death <= whole.Events; death += step)
            Assert.Equal(expected, Run(name, new ScriptHost(ScriptCorpus.World(name)) { DiesBefore = death }));
    }

    private static string Run(string name, ScriptHost host)
    {
        host.Run(ScriptCorpus.Source(name));
        return string.Concat(host.Trace.Select(line => line + "\n"));
    }
}
