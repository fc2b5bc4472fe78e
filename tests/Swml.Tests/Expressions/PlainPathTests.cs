using Orchestrator.Swml.Expressions;

namespace Orchestrator.Swml.Tests.Expressions;

public sealed class PlainPathTests
{
    [Theory]
    [InlineData("a.b[0].c", "a|b|0|c")]
    [InlineData("a[\"b-c\"].d", "a|b-c|d")]
    [InlineData("request_response_headers.content-type", "request_response_headers|content-type")]
    [InlineData("vars.request_response_headers.x-ratelimit-2", "vars|request_response_headers|x-ratelimit-2")]
    [InlineData("a-b", null)]
    [InlineData("request_response.content-type", null)]
    [InlineData("request_response_headers.a.b-c", null)]
    [InlineData("true", null)]
    public void Path_IsALookUp_OrAnExpression(string text, string? segments) =>
        Assert.Equal(segments, PlainPath.TryParse(text) is { } path ? string.Join('|', path.Segments) : null);
}
