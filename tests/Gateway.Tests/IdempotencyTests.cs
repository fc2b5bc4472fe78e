using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>The Idempotency-Key of a start.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class IdempotencyTests(ServiceFixture service)
{
    private const string Busy = """{ "to": "sip:busy@sim;status=486;after=0" }""";
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

    private static string NewKey() => $"key-{Guid.NewGuid():n}";

    private async Task<IEnumerable<string>> With(Answer started)
    {
        var id = started.Json["id"]!.GetValue<string>();
        var rows = (await _api.Get("/api/v1/connects?limit=200")).Json["data"]!.AsArray().Select(row => row!["id"]!.GetValue<string>());
        return rows.Where(row => row == id);
    }
}
