using System.Text.Json.Nodes;
using Orchestrator.Cli.Tests.Support;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Cli.Tests;

/// <summary>What orc does with a service.</summary>
public sealed class RunTests(LiveService service) : IClassFixture<LiveService>
{
    [Fact]
    public async Task Run_Followed_DrawsALadderAndTheVerdict()
    {
        var said = await service.Orc("run", Orc.Example("parallel.json"), "--follow");

        Assert.True(said.Code == 0, said.Output + said.Errors);
        Assert.StartsWith("conn_", said.Lines[0], StringComparison.Ordinal);
        Assert.Equal(["C", "A", "B1", "B2", "B3"], said.Lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(said.Lines, line => line.Contains("connected", StringComparison.Ordinal) && line.Contains('=', StringComparison.Ordinal));
        Assert.StartsWith("disconnected: B", said.Lines[^1], StringComparison.Ordinal);
        Assert.All(said.Output, character => Assert.True(char.IsAscii(character), $"'{character}' is not ASCII"));
    }

    [Fact]
    public async Task Show_OfACall_DrawsItsLadderAndNamesItsConnect()
    {
        await service.Orc("run", Orc.Example("busy.json"), "--follow", "--json");
        var connect = (await service.Orc("list", "--json")).Json["data"]![0]!;
        var leg = $"{(string)connect["id"]!}_1".Replace("conn_", "call_", StringComparison.Ordinal);

        var said = await service.Orc("show", leg);

        Assert.True(said.Code == 0, said.Errors);
        Assert.Equal(["C", "A", "B1"], said.Lines[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("ended: ", said.Lines[^2], StringComparison.Ordinal);
        Assert.Equal($"Its connect: {connect["id"]}", said.Lines[^1]);
    }

    [Fact]
    public async Task Run_OfAConnectThatFails_EndsWithFive()
    {
        var said = await service.Orc("run", Orc.Example("busy.json"), "--follow");

        Assert.Equal(5, said.Code);
        Assert.Contains("busy", said.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfAScript_RunsItsFirstConnectForACallerWhoIsAnsweredIfItSaysSo()
    {
        const string Script = """
            version: 1.0.0
            sections:
              main:
                - answer: {}
                - connect: { to: "sip:desk@sim;ring=20;answer=60;talk=100" }
            """;

        var said = await Orc.Run(["run", "-", "-f", "--json", "--from", "+15550100077"], Script, service.Url);

        Assert.True(said.Code == 0, said.Errors);
        var events = said.Lines.Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Contains(events, happened => happened["kind"]?.GetValue<string>() == "connect.connected");
        Assert.Equal("disconnected", (string?)events[^1]["state"]);
        Assert.Contains(
            (await service.Orc("list", "--address", "+15550100077", "--json")).Json["data"]!.AsArray(), row => (string?)row!["id"] == (string?)events[^1]["id"]);
    }

    [Fact]
    public async Task Run_OfAWrongFile_StartsNothing()
    {
        var said = await Orc.Run(["run", "-"], """{ "to": "nowhere at all" }""", service.Url);

        Assert.Equal(1, said.Code);
        Assert.StartsWith("-:1:9: relay_script_", said.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_OfWhatTheServiceRefuses_SaysWhyInItsWords()
    {
        var said = await Orc.Run(["run", "-"], """{ "call": { "from": "me" }, "connect": { "to": "+15550100001" } }""", service.Url);

        Assert.Equal(1, said.Code);
        Assert.Contains("422 validation_failed", said.Errors, StringComparison.Ordinal);
        Assert.Contains("/call/from", said.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Show_OfOneThatIsOver_DrawsTheSameLadder()
    {
        var ran = await service.Orc("run", Orc.Example("to.json"), "--follow");
        var id = ran.Lines[0];

        // What comes behind its end (webhooks, the wire's last word) comes.
        var shown = await Eventually.Get("the ladder is whole", () => service.Orc("show", id), said => said.Lines.Length >= ran.Lines.Length - 1);

        Assert.Equal(0, shown.Code);
        Assert.Equal(ran.Lines[1..^1], shown.Lines[..(ran.Lines.Length - 2)]);
        Assert.Equal(ran.Lines[^1], shown.Lines[^1]);
        Assert.Equal(id, (string?)(await service.Orc("show", id, "--json")).Json["id"]);
    }

    [Fact]
    public async Task Key_SentTwice_StartsOneConnect()
    {
        string[] arguments = ["run", Orc.Example("to.json"), "--key", "orc-twice"];

        Assert.Equal((await service.Orc(arguments)).Output, (await service.Orc(arguments)).Output);
    }

    [Theory]
    [InlineData(4, "show", "conn_00000000000000000000000000000000_1")]
    [InlineData(4, "redeliver", "dlv_none")]
    [InlineData(3, "list", "--token", "wrong")]
    [InlineData(3, "list", "--url", "http://127.0.0.1:1")]
    public async Task Refusal_HasItsCodeAndASentence(int code, params string[] arguments)
    {
        var said = await service.Orc(arguments);

        Assert.Equal(code, said.Code);
        Assert.StartsWith("orc: ", said.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said.Errors, StringComparison.Ordinal);
    }
}
