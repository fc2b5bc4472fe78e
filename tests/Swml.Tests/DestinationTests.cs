using Orchestrator.Swml.Documents;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Swml.Tests;

public sealed class DestinationTests
{
    [Theory]
    [InlineData("+15551230001", "phone")]
    [InlineData("+12", "phone")]
    [InlineData("+1", null)]
    [InlineData("+0123", null)]
    [InlineData("+1234567890123456", null)]
    [InlineData("+1555123000١", null)]
    [InlineData("+15551230001 ", null)]
    [InlineData("sip:alice@pbx.example", "sip")]
    [InlineData("sips:alice@pbx.example;transport=tls", "sip")]
    [InlineData("sip:pbx", "sip")]
    [InlineData("sip:1.2.3.4:5060", "sip")]
    [InlineData("sip:1.2.3", null)]
    [InlineData("sip:999.2.3.4", null)]
    [InlineData("sip:[::1]", "sip")]
    [InlineData("sip:[::1", null)]
    [InlineData("sip:[::1]x", null)]
    [InlineData("sip:a@b:", null)]
    [InlineData("sip:a@b:+1", null)]
    [InlineData("sip:a@b;", null)]
    [InlineData("sip:a@b;=x", null)]
    [InlineData("sip:a@b;x=", null)]
    [InlineData("sip:a@b;x=a b", null)]
    [InlineData("sip:a@-b.example", null)]
    [InlineData("sip:a@b..example", null)]
    [InlineData("sip:a%2@b", null)]
    [InlineData("sip:a\0@b", null)]
    [InlineData("sip:é@b", null)]
    [InlineData("sip://alice@pbx.example", null)]
    [InlineData("/public/support", "fabric")]
    [InlineData("/private/a.b-c?channel=audio&x=1", "fabric")]
    [InlineData("/Public/support", null)]
    [InlineData("/public/sup port", null)]
    [InlineData("/public", null)]
    [InlineData("public/support", null)]
    [InlineData("queue:support", "queue")]
    [InlineData("queue:", null)]
    [InlineData("queue:a\nb", null)]
    [InlineData("Queue:support", null)]
    [InlineData("stream:wss://media.example:8443/in?x=1", "stream")]
    [InlineData("stream:ws://media.example/in", null)]
    [InlineData("stream:wss://media.example/#f", null)]
    [InlineData("stream:wss:media.example", null)]
    [InlineData("wss://media.example", null)]
    [InlineData("", null)]
    public void Address_ByItsForm_HasOneKind(string address, string? kind)
    {
        var compiled = Compile(address);

        if (kind is null)
        {
            Assert.Null(compiled.Plan);
            Assert.Equal("/to", Assert.Single(compiled.Errors).Pointer);
            return;
        }

        var to = compiled.Plan!.Groups.Single().Legs.Single().To;
        Assert.Equal((kind, address), (to.Kind, to.Address));
    }

    [Fact]
    public void StreamInClearText_WhenAllowed_IsAStream()
    {
        var limits = new SwmlLimits { AllowInsecureStreams = true };

        var compiled = TestDocuments.Compile("{'to':'stream:ws://media.example/in'}", limits);

        Assert.Equal(new StreamDestination("ws://media.example/in"), compiled.Plan!.Groups[0].Legs[0].To);
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    public void QueueName_Length_IsLimited(int length, bool isAccepted) =>
        Assert.Equal(isAccepted, Compile("queue:" + new string('q', length)).Plan is not null);

    private static Validation.CompiledConnect Compile(string address)
    {
        var transfer = address.StartsWith("queue:", StringComparison.Ordinal) ? ",\"transfer_after_bridge\":\"https://x.example\"" : "";
        var json = $"{{\"to\":{System.Text.Json.JsonSerializer.Serialize(address)}{transfer}}}";
        return Validation.ConnectCompiler.Compile(TestDocuments.Node(json, "application/json"), SwmlLimits.Default);
    }
}
