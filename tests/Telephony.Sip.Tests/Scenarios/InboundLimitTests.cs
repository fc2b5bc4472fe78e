using Orchestrator.Gateway.Tests.Support;
using Orchestrator.Storage.Redis.Tests.Support;
using Orchestrator.Telephony.Sip.Tests.Scenarios.Raw;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>A node that lets its projects have one call at a time that came in.</summary>
public class InboundLimitTests
{
    [Fact]
    public async Task Caller_WhoIsOneTooMany_IsRefused_UntilTheOneBeforeHasGone()
    {
        await using var redis = await RedisServer.Start();
        await using var node = await SipNode.Start("one", redis, new KeyValuePair<string, string>("Orchestrator__Sip__ProjectMaxInboundCalls", "1"));
        await node.Put("public/waiting", """{"swml": {"sections": {"main": ["answer", {"sleep": 60000}]}}}""");
        await using var first = new RawPhone(node.Port);
        await using var second = new RawPhone(node.Port);
        var a = first.Calls("waiting");
        a.Acknowledges(await first.Hears("200 INVITE"));

        var refused = second.Calls("waiting");
        var refusal = await second.Hears("503 INVITE");
        Assert.DoesNotContain("Retry-After", refusal.Text, StringComparison.OrdinalIgnoreCase);
        refused.TakesRefusal(refusal);
        // An address of nobody's is none of a project's calls.
        var lost = second.Calls("nobody");
        lost.TakesRefusal(await second.Hears("404 INVITE"));
        a.Asks("BYE");
        await first.Hears("200 BYE");

        await Eventually.True("there is room again", () => IsTaken(second), TimeSpan.FromMinutes(1));
    }

    private static async Task<bool> IsTaken(RawPhone phone)
    {
        var call = phone.Calls("waiting");
        var answer = await phone.Hears("200 INVITE|503 INVITE");
        if (answer.Status == 503)
        {
            call.TakesRefusal(answer);
            return false;
        }

        call.Acknowledges(answer);
        call.Asks("BYE");
        await phone.Hears("200 BYE");
        return true;
    }
}
