using Orchestrator.Deploy.Tests.Support;

namespace Orchestrator.Deploy.Tests;

/// <summary>What stands in front of the gateways repeats nothing that would begin twice.</summary>
public sealed class RetryTests
{
    [Theory]
    [InlineData("/api/v1/connects")]
    [InlineData("/api/calling/calls")]
    [InlineData("/api/v1/simulator/inbound")]
    public void Haproxy_GivesAKeyToWhatBeginsSomething(string path)
    {
        var line = File.ReadLines(Checkout.At("deploy", "config", "haproxy.cfg")).Single(line => line.Contains("set-header Idempotency-Key", StringComparison.Ordinal));

        Assert.Contains(path, line.Split("{ path ")[1].Split('}')[0].Split(' '));
    }

    [Fact]
    public void Ingress_WhichGivesNoKey_RepeatsNoPost() =>
        Assert.DoesNotContain("non_idempotent", Checkout.Text("deploy", "kubernetes", "overlays", "example", "ingress.yaml"), StringComparison.Ordinal);
}
