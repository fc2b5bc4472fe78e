using Orchestrator.Gateway.Tests.Support;

namespace Orchestrator.Gateway.Tests;

/// <summary>Every document that the compiler is tested with, over HTTP.</summary>
[Collection(ServiceFixture.Collection)]
public sealed class DocumentTests(ServiceFixture service)
{
    private readonly Api _api = service.Api("documents");

    public static TheoryData<string> Invalid => [.. TestDocuments.NamesOf("invalid")];

    // How deep a text is nested depends on what is around it: BodyTests has bodies that are too deep.
    public static TheoryData<string> InvalidConnects => [.. TestDocuments.InvalidConnects().Where(name => name != "yaml-nested-flow-too-deep.yaml")];

    public static TheoryData<string> Valid => [.. TestDocuments.NamesOf("valid")];

    public static TheoryData<string> ValidConnects => [.. TestDocuments.NamesOf("valid").Where(name => TestDocuments.HasConnect("valid", name))];

    [Theory]
    [MemberData(nameof(InvalidConnects))]
    public async Task Start_InvalidConnect_TellsEveryErrorAndDialsNothing(string name)
    {
        var answer = await _api.Post("/api/v1/connects", TestDocuments.StartBody("invalid", name), TestDocuments.TypeOf(name));

        Assert.Equal(422, answer.Status);
        Assert.Equal("validation_failed", answer.Code);
        var lines = TestDocuments.Lines("invalid", name).Select(TestDocuments.InBody).Select(AsRequestError).ToList();
        // What is not built yet is told as well.
        Assert.Equal(lines, answer.Errors.Where(error => !error.StartsWith("not_supported_yet ", StringComparison.Ordinal)));
        Assert.Empty((await _api.Get("/api/v1/connects")).Json["data"]!.AsArray());
        Assert.Empty((await _api.Get("/api/v1/calls")).Json["data"]!.AsArray());
    }

    [Theory]
    [MemberData(nameof(Invalid))]
    public async Task Validate_InvalidDocument_TellsEveryErrorWithItsPlace(string name)
    {
        var answer = await _api.Post("/api/v1/swml/validate", TestDocuments.Bytes("invalid", name), TestDocuments.TypeOf(name));

        Assert.Equal(200, answer.Status);
        Assert.False(answer.Json["valid"]!.GetValue<bool>());
        Assert.Equal(TestDocuments.Lines("invalid", name), answer.Errors);
        Assert.All(answer.Json["errors"]!.AsArray(), error =>
        {
            Assert.True(error!["line"]!.GetValue<int>() >= 1 && error["column"]!.GetValue<int>() >= 1);
            Assert.All(["message", "found", "expected"], member => Assert.NotEmpty(error[member]!.GetValue<string>()));
        });
    }

    [Theory]
    [MemberData(nameof(Valid))]
    public async Task Validate_ValidDocument_IsValid(string name)
    {
        var answer = await _api.Post("/api/v1/swml/validate", TestDocuments.Bytes("valid", name), TestDocuments.TypeOf(name));

        Assert.Equal(200, answer.Status);
        Assert.True(answer.Json["valid"]!.GetValue<bool>());
        Assert.Empty(answer.Json["errors"]!.AsArray());
    }

    [Theory]
    [MemberData(nameof(ValidConnects))]
    public async Task Start_ValidConnect_IsTakenOrRefusedForWhatIsNotBuiltYet(string name)
    {
        var api = service.Api("features");
        var lacking = TestDocuments.Lines("valid", name)
            .Where(line => line.StartsWith("uses ", StringComparison.Ordinal) && line.Split(' ')[1] is not ("destination:queue" or "destination:stream" or "ringback"))
            .Select(line => TestDocuments.InBody($"not_supported_yet {line.Split(' ')[2]}")).ToList();

        var answer = await api.Post("/api/v1/connects", TestDocuments.StartBody("valid", name), TestDocuments.TypeOf(name));

        if (lacking.Count == 0)
        {
            Assert.True(answer.Status == 202, answer.ToString());
            await api.Delete(answer.Headers.Location!.OriginalString);
            return;
        }

        Assert.Equal(422, answer.Status);
        Assert.Equal("not_supported_yet", answer.Code);
        Assert.Equal(lacking, answer.Errors);
    }

    /// <summary>A body that cannot be read is the request's own error, not a script's.</summary>
    private static string AsRequestError(string line) =>
        line.Replace("relay_script_parse_error", "request_parse_error", StringComparison.Ordinal);
}
