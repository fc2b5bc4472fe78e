using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Telephony.Sip.Tests.Phones;

/// <summary>A real phone whose script connects it to a Resource, whose script answers, plays, listens and connects on; and what the API does to a playback meanwhile.</summary>
[Collection(PhoneService.Collection)]
public class ResourcePhonesTests(PhoneService service)
{
    private const int CallersTone = 400;
    private const int FirstTone = 700;
    private const int PromptTone = 1300;

    [Theory]
    [InlineData("pcmu", ";audio_codecs=PCMU", "")]
    [InlineData("on-bridge", ";audio_codecs=PCMU", ", \"answer_on_bridge\": true")]
    [InlineData("secret", ";audio_codecs=PCMU;mediaenc=srtp-mand", ", \"encryption\": \"mandatory\"")]
    public async Task Caller_OfAResource_HearsItsScript_PressesADigit_AndTalksToWhomItConnects(string name, string account, string properties)
    {
        using var prompt = new AudioServer(Tone.Wave(PromptTone, 20));
        await using var a = await Baresip.Start("a", CallersTone, account);
        await using var one = await Baresip.Start("one", FirstTone, account);
        await service.Serve($"menu-{name}", $$"""
            "answer", { "prompt": { "play": "{{prompt.Url}}", "max_digits": 1 } },
            { "cond": [ { "when": "vars.prompt_value == '2'", "then": [ { "connect": { "to": "{{one.Uri}}"{{properties}} } } ] } ] },
            "hangup"
            """);
        var address = await service.Serve($"door-{name}", $$"""{ "connect": { "to": "/public/menu-{{name}}"{{properties}} } }, "hangup" """);

        await a.Dial(address);
        await a.Hears("the prompt of the Resource", PromptTone);
        await a.Press('2');
        await one.Happens("CALL_INCOMING");
        await one.Accept();
        await a.Hears("whom the Resource has connected", FirstTone);
        await one.Hears("the caller", CallersTone);
        await one.HangUp();
        await a.Happens("CALL_CLOSED");

        var inner = await service.Over(one);
        Assert.Equal(("disconnected", "callee"), (inner["state"]!.ToString(), inner["ended_by"]!.ToString()));
        var outer = await Connect($"/public/menu-{name}");
        Assert.Equal(("disconnected", "callee"), (outer["state"]!.ToString(), outer["ended_by"]!.ToString()));
        Assert.NotEqual(outer["call_id"]!.ToString(), inner["call_id"]!.ToString());
        await service.NothingLeft();
    }

    [Fact]
    public async Task Caller_WhoHangsUp_TakesTheResourceAlong()
    {
        using var prompt = new AudioServer(Tone.Wave(PromptTone, 20));
        await using var a = await Baresip.Start("a", CallersTone, ";audio_codecs=PCMU");
        await service.Serve("long", $$"""{ "play": "{{prompt.Url}}" }, { "sleep": -1 }""");
        var address = await service.Serve("to-long", """{ "connect": { "to": "/public/long" } }""");

        await a.Dial(address);
        await a.Hears("the Resource", PromptTone);
        await a.HangUp();

        var outer = await Connect("/public/long");
        Assert.Equal(("disconnected", "caller"), (outer["state"]!.ToString(), outer["ended_by"]!.ToString()));
        await service.NothingLeft();
    }

    [Fact]
    public async Task Resource_ThatConnectsToItself_EndsAndSaysWhy()
    {
        await using var a = await Baresip.Start("a", CallersTone, ";audio_codecs=PCMU");
        var address = await service.Serve("itself", """{ "connect": { "to": "/public/itself" } }, { "hangup": { "reason": "busy" } }""");

        await a.Dial(address);
        await a.Happens("CALL_CLOSED");

        var connects = await Eventually.Get("eight Resources deep", () => Connects("/public/itself"), rows => rows.Count == 9 && rows.All(row => row["state"]!.ToString() is "failed" or "disconnected"), TimeSpan.FromMinutes(1));
        var timelines = await Task.WhenAll(connects.Select(row => service.Api.Get($"/api/v1/connects/{row["id"]}/timeline")));
        Assert.Contains(timelines, timeline => timeline.Json.ToJsonString().Contains("Resources connect to one another without end", StringComparison.Ordinal));
        await service.NothingLeft();
    }

    [Fact]
    public async Task Playback_IsHeldByTheApi_AndGoesOn()
    {
        using var file = new AudioServer(Tone.Wave(PromptTone, 60));
        await using var a = await Baresip.Start("a", CallersTone, ";audio_codecs=PCMU");
        await a.Dial(await service.Serve("held", "\"answer\", { \"sleep\": -1 }"));
        await a.Happens("CALL_ESTABLISHED");
        var call = await Eventually.Get(
            "the call is there", async () => (await service.Api.Get($"/api/v1/calls?address=sip:held@")).Json["data"]!.AsArray().SingleOrDefault(), row => row is not null, TimeSpan.FromMinutes(1));
        var id = call!["id"]!.ToString();

        await Command(id, "calling.play", $$"""{ "control_id": "tune", "play": [ { "type": "audio", "url": "{{file.Url}}" } ] }""");
        await a.Hears("the file", PromptTone);
        await Command(id, "calling.play.pause", """{ "control_id": "tune" }""");
        await Eventually.True("nothing comes any more", () => IsQuiet(a), TimeSpan.FromMinutes(1));
        await Command(id, "calling.play.resume", """{ "control_id": "tune" }""");
        await Eventually.True("the file comes again", async () => !await IsQuiet(a), TimeSpan.FromMinutes(1));
        await a.Hears("the file", PromptTone);
        await a.HangUp();
        await service.NothingLeft();
    }

    private static async Task<bool> IsQuiet(Baresip phone)
    {
        var before = phone.HeardBytes;
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System);
        return phone.HeardBytes == before;
    }

    private async Task Command(string call, string command, string parameters)
    {
        var answer = await service.Api.Post("/api/calling/calls", $$"""{ "command": "{{command}}", "id": "{{call}}", "params": {{parameters}} }""");
        Assert.True(answer.Status == 200, answer.ToString());
    }

    private async Task<JsonNode> Connect(string to)
    {
        var rows = await Eventually.Get($"the connect to {to} is over", () => Connects(to), rows => rows is [var row] && row["state"]!.ToString() is "failed" or "disconnected", TimeSpan.FromMinutes(1));
        return await service.Api.View(rows[0]["id"]!.ToString());
    }

    private async Task<List<JsonNode>> Connects(string to) =>
        [.. (await service.Api.Get($"/api/v1/connects?limit=100&address={Uri.EscapeDataString(to)}")).Json["data"]!.AsArray().Select(row => row!).Where(row => $"{row["to"]}".Contains(to, StringComparison.Ordinal))];
}
