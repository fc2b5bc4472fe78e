using System.Text;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Outbound;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Tests.Webhooks;

public sealed class OutboundUrlTests
{
    [Theory]
    [InlineData("https://h.example/p", "https://h.example/p")]
    [InlineData("https://u:p@h.example/p?q=%7e#f", "https://h.example/p?q=%7e")]
    [InlineData("HTTPS://u@H.example:443/A/../b", "HTTPS://H.example:443/A/../b")]
    [InlineData("http://h.example/a@b?c=d@e", "http://h.example/a@b?c=d@e")]
    [InlineData("http://u:p@x@h.example", "http://h.example")]
    [InlineData("http://h.example?x=y://u@z", "http://h.example?x=y://u@z")]
    public void SignedUrl_OfWrittenUrl_LacksOnlyUserinfoAndFragment(string written, string signed) =>
        Assert.Equal(signed, Target(written).SignedUrl);

    [Theory]
    [InlineData("http://user:secret@h.example/", "user:secret")]
    [InlineData("http://us%3Aer:p%40ss%2F%C3%BC@h.example/", "us:er:p@ss/ü")]
    [InlineData("http://user@h.example/", "user:")]
    [InlineData("http://user:a:b@h.example/", "user:a:b")]
    public void Authorization_Userinfo_IsPercentDecodedBasic(string written, string credentials)
    {
        var authorization = Target(written).Authorization;

        Assert.Equal("Basic", authorization?.Scheme);
        Assert.Equal(credentials, Encoding.UTF8.GetString(Convert.FromBase64String(authorization!.Parameter!)));
    }

    [Theory]
    [InlineData("http://h.example/")]
    [InlineData("http://@h.example/")]
    public void Authorization_NoUserinfo_IsNone(string written) => Assert.Null(Target(written).Authorization);

    [Theory]
    [InlineData("http://h.example", "/")]
    [InlineData("http://h.example?q", "/?q")]
    [InlineData("http://u:p@h.example/a/../%7e?b=%41#f", "/a/../%7e?b=%41")]
    [InlineData("http://h.example/ü x", "/%C3%BC%20x")]
    public void RequestUri_Path_IsAsWrittenWhereThatIsLegal(string written, string path) =>
        Assert.Equal(("h.example", path), (Target(written).RequestUri.Host, Target(written).RequestUri.PathAndQuery));

    [Fact]
    public void Target_UrlWithUserinfo_ShowsNoneOfIt()
    {
        var target = Target("https://user:secret@h.example:8443/path?token=t");

        Assert.Equal("https://h.example:8443", target.ToString());
        Assert.Equal("https://h.example:8443/path?token=t", target.RequestUri.AbsoluteUri);
    }

    [Fact]
    public void Origin_SameEndpointWrittenDifferently_IsOne() =>
        Assert.Equal(Target("https://h.example/a").Origin, Target("HTTPS://u:p@H.EXAMPLE:443/b").Origin);

    [Theory]
    [InlineData("ftp://h.example/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("/relative")]
    [InlineData("http://")]
    [InlineData("http://h.example/a\r\nb")]
    [InlineData("http://h.example\\@x")]
    [InlineData("no url at all")]
    public void TryCreate_UrlThatCannotBeCalled_Refuses(string written) =>
        Assert.False(OutboundUrl.TryCreate(written, out _));

    [Fact]
    public void TryCreate_UrlTooLong_Refuses() =>
        Assert.False(OutboundUrl.TryCreate("http://h.example/" + new string('a', 2048), out _));

    [Fact]
    public void LaneKey_InText_ShowsNoCredentials() =>
        Assert.DoesNotContain("secret", new LaneKey("p", new CallbackUrl("http://u:secret@h.example/secret"), "call_1").ToString());

    private static OutboundUrl Target(string written)
    {
        Assert.True(OutboundUrl.TryCreate(written, out var target));
        return target;
    }
}
