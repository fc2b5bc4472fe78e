using System.Text;
using Orchestrator.Grains.Webhooks;

namespace Orchestrator.Grains.Tests.Webhooks;

public sealed class WebhookSignerTests
{
    private const string Key = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

    /// <summary>The vector of the Standard Webhooks libraries.</summary>
    [Fact]
    public void StandardSignature_GoldenVector_IsTheSame() =>
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", Sign("https://example.com/hook").Standard);

    /// <summary>
    /// Made with node: <c>createHmac(algorithm, key).update(url + body).digest("hex")</c>, which is what <c>validateRequest</c> of
    /// <c>@signalwire/web-api</c> 3.1.7 compares with.
    /// </summary>
    [Fact]
    public void SignalWireSignatures_OfUrlAndBody_AreWhatTheNodePackageExpects()
    {
        var signatures = Sign("https://example.com/hook?a=%7e&b=ü");

        Assert.Equal("aa8f247cd653b61e433679d253dbc8c6ca4bc831", signatures.SignalWire);
        Assert.Equal("247248f4cc84c4913551a9209f3e4a18e1b99af755a247fd45b2a795b0ddaab7", signatures.SignalWireSha256);
    }

    [Fact]
    public void Sign_KeyThatIsNoBase64_Throws() =>
        Assert.Throws<FormatException>(() => WebhookSigner.Sign(["not base64!"], "https://example.com", "msg_1", At, Body));

    private static WebhookSignatures Sign(string url) => WebhookSigner.Sign([Key], url, "msg_p5jXN8AQM9LWM0D4loKWxJek", At, Body);
}
