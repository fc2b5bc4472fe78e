using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>The Idempotency-Key of a start.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class IdempotencyTests(ServiceFixture service)
{
    private const string Busy = """{ "to": "sip:busy@sim;status=486;after=0" }""";
    private const string Commands = "/api/calling/calls";
    private const string Dial = """
        { "command": "dial", "params": { "from": "+15550100001", "to": "sip:bob@sim;answer=off", "timeout": 2, "swml": { "sections": { "main": [ "hangup" ] } } } }
        """;
    private readonly Api _api = service.Api("keys");

    [Fact]
    public async Task Key_SameBody_GetsTheFirstAnswerAgain()
    {
        var key = NewKey();
        var first = await _api.Start(Busy, key: key);
        await _api.UntilComplete(first.Json["id"]!.GetValue<string>());

        var second = await _api.Start(Busy, key: key);

        Assert.Equal(202, second.Status);
        Assert.Null(first.Header("Idempotency-Replayed"));
        Assert.Equal("true", second.Header("Idempotency-Replayed"));
        Assert.Equal(first.Header("Location"), second.Header("Location"));
        Assert.Equal(first.Text, second.Text);
        Assert.Single(await With(first));
    }

    [Fact]
    public async Task Key_OtherBody_IsRefused()
    {
        var key = NewKey();
        var first = await _api.Start(Busy, key: key);

        var other = await _api.Start("""{ "to": "sip:other@sim;status=486;after=0" }""", key: key);
        var spaces = await _api.Post("/api/v1/connects", Api.Body(Busy) + " ", key: key);

        Assert.Equal((422, "idempotency_key_reused"), (other.Status, other.Code));
        Assert.Equal((422, "idempotency_key_reused"), (spaces.Status, spaces.Code));
        Assert.Single(await With(first));
    }

    [Fact]
    public async Task Key_InvalidBodyFirst_LeavesTheKeyFree()
    {
        var key = NewKey();
        Assert.Equal(422, (await _api.Start("""{ "to": "nobody" }""", key: key)).Status);

        var answer = await _api.Start(Busy, key: key);

        Assert.Equal(202, answer.Status);
        Assert.Null(answer.Header("Idempotency-Replayed"));
    }

    [Fact]
    public async Task Key_TwentyAtOnce_StartOneConnect()
    {
        var key = NewKey();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _api.Start(Busy, key: key)));

        Assert.All(answers, answer => Assert.True(answer.Status == 202, answer.ToString()));
        Assert.Single(answers.Select(answer => answer.Header("Location")).Distinct());
        Assert.Single(answers, answer => answer.Header("Idempotency-Replayed") is null);
        Assert.Single(answers.Select(answer => answer.Text).Distinct());
        var id = answers[0].Json["id"]!.GetValue<string>();
        await _api.UntilComplete(id);
        Assert.Single(await _api.Timeline(id), entry => entry!.Is("kind", "connect.accepted"));
        Assert.Single(await _api.Timeline(id), entry => entry!.Is("kind", "call.created"));
        Assert.Single(await With(answers[0]));
    }

    [Fact]
    public async Task Key_RepeatedWhileItsConnectEnds_IsAnswered()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(async _ =>
        {
            for (var round = 0; round < 50; round++)
            {
                var key = NewKey();
                for (var repeat = 0; repeat < 5; repeat++)
                {
                    var answer = await _api.Start(Busy, key: key);
                    Assert.True(answer.Status == 202, answer.ToString());
                    await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(50)), TimeProvider.System);
                }
            }
        }));
    }

    [Fact]
    public async Task Key_TwoProjects_DoNotMeet()
    {
        var key = NewKey();

        var ours = await _api.Start(Busy, key: key);
        var theirs = await service.Api("beta").Start("""{ "to": "sip:x@sim;status=486;after=0" }""", key: key);

        Assert.Equal((202, 202), (ours.Status, theirs.Status));
        Assert.NotEqual(ours.Header("Location"), theirs.Header("Location"));
        Assert.Null(theirs.Header("Idempotency-Replayed"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("with space")]
    [InlineData("tab\there")]
    public async Task Key_NotVisibleAscii_IsRefused(string key)
    {
        var answer = await _api.Start(Busy, key: key);

        Assert.Equal((422, "validation_failed"), (answer.Status, answer.Code));
        Assert.Equal(["request_parameter_invalid_value header:Idempotency-Key"], answer.Errors);
    }

    [Theory]
    [InlineData(255, 202)]
    [InlineData(256, 422)]
    public async Task Key_OfALength_IsTakenUpToTheLimit(int length, int status)
    {
        var answer = await _api.Start(Busy, key: NewKey().PadRight(length, 'k'));

        Assert.Equal(status, answer.Status);
    }

    [Fact]
    public async Task Key_Twice_IsRefused()
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/connects") { Content = new StringContent(Api.Body(Busy)) };
        request.Headers.Add("Idempotency-Key", [NewKey(), NewKey()]);

        var answer = await _api.Send(request);

        Assert.Equal(422, answer.Status);
    }

    [Fact]
    public async Task Dial_UnderOneKey_TwentyAtOnce_AreOneCall()
    {
        var key = NewKey();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => _api.Post(Commands, Dial, key: key)));

        Assert.All(answers, answer => Assert.True(answer.Status == 200, answer.ToString()));
        Assert.Single(answers.Select(IdOf).Distinct());
        Assert.Single(answers, answer => answer.Header("Idempotency-Replayed") is null);
        var other = await _api.Post(Commands, Dial + " ", key: key);
        Assert.Equal((422, "idempotency_key_reused"), (other.Status, other.Json["errors"]![0]!["code"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Dial_WithoutAKey_OrUnderThatOfAConnect_IsACallOfItsOwn()
    {
        var key = NewKey();
        var connect = await _api.Start(Busy, key: key);

        Answer[] dialed = [await _api.Post(Commands, Dial, key: key), await _api.Post(Commands, Dial), await _api.Post(Commands, Dial)];

        Assert.All(dialed, answer => Assert.True(answer.Status == 200, answer.ToString()));
        Assert.Equal(4, dialed.Select(IdOf).Append(connect.Json["call_id"]!.GetValue<string>()).Distinct().Count());
    }

    [Fact]
    public async Task Command_UnderOneKey_IsCarriedOutOnce()
    {
        var id = IdOf(await _api.Post(Commands, Dial));
        var key = NewKey();
        var told = $$"""{ "command": "calling.user_event", "id": "{{id}}", "params": { "event": 1 } }""";

        await _api.Post(Commands, told, key: key);
        await _api.Post(Commands, told, key: key);
        await _api.Post(Commands, told);

        var entries = (await _api.Get($"/api/v1/calls/{id}/timeline")).Json["data"]!.AsArray();
        Assert.Equal(2, entries.Count(entry => entry!.Is("kind", "call.user_event")));
    }

    [Theory]
    [InlineData(Commands, Dial)]
    [InlineData("/api/v1/simulator/inbound", """{ "from": "sip:a@sim", "to": "/public/nobody" }""")]
    public async Task Key_NotVisibleAscii_IsRefusedWhereverItCounts(string path, string body)
    {
        var answer = await _api.Post(path, body, key: "with space");

        Assert.Equal(422, answer.Status);
        Assert.Contains("Idempotency-Key", answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inbound_UnderOneKey_IsOneCaller()
    {
        var key = NewKey();
        await _api.Send(new HttpRequestMessage(HttpMethod.Put, "/api/v1/addresses/public/keys") { Content = new StringContent("""{ "swml": { "sections": { "main": [ "hangup" ] } } }""") });

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => _api.Post("/api/v1/simulator/inbound", """{ "from": "sip:a@sim", "to": "/public/keys" }""", key: key)));

        Assert.All(answers, answer => Assert.True(answer.Status == 202, answer.ToString()));
        Assert.Single(answers.Select(answer => answer.Text).Distinct());
    }

    private static string IdOf(Answer dialed) => dialed.Json["id"]!.GetValue<string>();

    private static string NewKey() => $"key-{Guid.NewGuid():n}";

    private async Task<IEnumerable<string>> With(Answer started)
    {
        var id = started.Json["id"]!.GetValue<string>();
        var rows = (await _api.Get("/api/v1/connects?limit=200")).Json["data"]!.AsArray().Select(row => row!["id"]!.GetValue<string>());
        return rows.Where(row => row == id);
    }
}
