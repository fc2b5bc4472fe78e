using System.Globalization;
using System.Text.Json.Nodes;
using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>A connect followed as it happens.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class EventStreamTests(ServiceFixture service)
{
    private const string RingsForEver = """{ "to": "sip:desk@sim;ring=10;answer=off" }""";
    private readonly Api _api = service.Api("streams");

    [Fact]
    public async Task Stream_OfALiveConnect_TellsAllOfItThenEnds()
    {
        var id = await _api.Started("""{ "to": "sip:desk@sim;ring=10;answer=50;talk=1500" }""");

        using var stream = await EventStream.Open(_api, id);
        var events = await stream.Read();

        Assert.Equal("text/event-stream", stream.Response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no", stream.Response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.Equal("no-store", stream.Response.Headers.CacheControl!.ToString());
        var entries = events.Where(one => one.Name == "entry").ToList();
        Assert.All(entries, one => Assert.Equal(one.Id, JsonNode.Parse(one.Data)!["sequence"]!.ToString()));
        var timeline = await _api.Timeline(id);
        var streamed = entries.ConvertAll(one => JsonNode.Parse(one.Data)!.ToJsonString());
        Assert.Equal(timeline.Select(entry => entry!.ToJsonString()).Take(streamed.Count), streamed);
        Assert.Contains(events, one => one is { Name: "ping", Id: null });
        Assert.Equal("end", events[^1].Name);
        Assert.Single(events, one => one.Name == "end");
        Assert.Equal((await _api.View(id)).ToJsonString(), JsonNode.Parse(events[^1].Data)!.ToJsonString());
        Assert.True(JsonNode.Parse(events[^1].Data)!["complete"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Stream_OfALiveConnect_LeavesNothingOfTheTimelineOut()
    {
        for (var round = 0; round < 10; round++)
        {
            var id = await _api.Started("""{ "to": "sip:desk@sim;ring=10;answer=50;talk=100" }""");
            using var stream = await EventStream.Open(_api, id);
            var streamed = (await stream.Read()).Where(one => one.Id is not null).Select(one => one.Id!).ToList();
            var callId = (await _api.View(id))["call_id"]!.GetValue<string>();
            await Eventually.True("the caller's leg is dead", async () =>
                (await _api.Timeline(id)).Any(entry => entry!.Is("kind", "call.dead") && entry!.Is("call_id", callId)));

            Assert.Equal((await _api.Timeline(id)).Select(entry => entry!["sequence"]!.ToString()), streamed);
        }
    }

    [Fact]
    public async Task Stream_ResumedAnywhere_TellsExactlyTheRest()
    {
        var id = await _api.Started("""{ "to": "sip:busy@sim;status=486;after=0" }""");
        await _api.UntilComplete(id);
        var all = (await _api.Timeline(id)).Select(entry => entry!["sequence"]!.ToString()).ToList();

        for (var known = 0; known < all.Count; known++)
        {
            Assert.Equal(all[(known + 1)..], await Rest(all[known], ""));
            Assert.Equal(all[(known + 1)..], await Rest(null, $"?after={all[known]}"));
        }

        Assert.Equal(all, await Rest("0", ""));
        Assert.Equal(all[1..], await Rest(all[0], $"?after={all[^1]}"));
        Assert.Empty(await Rest("9223372036854775807", ""));

        async Task<IReadOnlyList<string>> Rest(string? last, string query)
        {
            using var stream = await EventStream.Open(_api, id, last, query);
            var events = await stream.Read();
            Assert.Equal("end", events[^1].Name);
            return [.. events.Where(one => one.Name == "entry").Select(one => one.Id!)];
        }
    }

    [Fact]
    public async Task Stream_ResumedWhileItGoesOn_HasNoGapAndNothingTwice()
    {
        var id = await _api.Started("""{ "serial": [ { "to": "sip:a@sim;status=486;after=200" }, { "to": "sip:b@sim;status=486;after=200" } ] }""");
        var seen = new List<string>();
        var last = (string?)null;
        bool ended;
        do
        {
            using var stream = await EventStream.Open(_api, id, last);
            var count = 0;
            var events = await stream.Read(_ => ++count == 4);
            seen.AddRange(events.Where(one => one.Id is not null).Select(one => one.Id!));
            last = seen[^1];
            ended = events.Any(one => one.Name == "end");
        }
        while (!ended);

        Assert.Equal((await _api.Timeline(id)).Select(entry => entry!["sequence"]!.ToString()), seen);
    }

    [Theory]
    [InlineData("x", "", "request_parameter_invalid_value header:Last-Event-ID")]
    [InlineData("-1", "", "request_parameter_invalid_value header:Last-Event-ID")]
    [InlineData("9223372036854775808", "", "request_parameter_invalid_value header:Last-Event-ID")]
    [InlineData(null, "?after=1.5", "request_parameter_invalid_value ?after")]
    public async Task Resume_BehindNoSequence_IsRefused(string? last, string query, string expected)
    {
        var id = await _api.Started("""{ "to": "sip:busy@sim;status=486;after=0" }""");
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/connects/{id}/events{query}");
        if (last is not null) request.Headers.Add("Last-Event-ID", last);

        var answer = await _api.Send(request);

        Assert.Equal(422, answer.Status);
        Assert.Equal([expected], answer.Errors);
    }

    [Fact]
    public async Task Streams_HundredDropped_LeaveTheServiceWell()
    {
        var id = await _api.Started(RingsForEver);
        using var stays = await EventStream.Open(_api, id);

        foreach (var batch in Enumerable.Range(0, 100).Chunk(25))
        {
            var streams = await Task.WhenAll(batch.Select(_ => EventStream.Open(_api, id)));
            await Task.WhenAll(streams.Select(stream => stream.Read(one => one.Name == "entry")));
            foreach (var stream in streams) stream.Dispose();
        }

        Assert.Equal(200, (await new Api(service.Anonymous).Get("/health/ready")).Status);
        await _api.Delete($"/api/v1/connects/{id}");
        var events = await stays.Read();
        Assert.Equal("end", events[^1].Name);
        Assert.Equal("failed", JsonNode.Parse(events[^1].Data)!["state"]!.GetValue<string>());
        Assert.DoesNotContain("fail:", service.Service.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Offsets_OfAResumedStream_CountFromTheBeginning()
    {
        var id = await _api.Started("""{ "to": "sip:busy@sim;status=486;after=100" }""");
        await _api.UntilComplete(id);
        var last = (await _api.Timeline(id))[^1]!;
        var before = last["sequence"]!.GetValue<long>() - 1;

        using var stream = await EventStream.Open(_api, id, before.ToString(CultureInfo.InvariantCulture));
        var events = await stream.Read();

        Assert.Equal(last["offset_ms"]!.GetValue<long>(), JsonNode.Parse(events[0].Data)!["offset_ms"]!.GetValue<long>());
    }
}
