using Orchestrator.Storage.Redis.Tests.Support;

namespace Orchestrator.Telephony.Sip.Tests.Scenarios;

/// <summary>Two nodes on one Redis, which outlive the tests that share them.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    private RedisServer _redis = null!;

    internal SipNode First { get; private set; } = null!;

    internal SipNode Second { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.Start();
        First = await SipNode.Start("one", _redis);
        Second = await SipNode.Start("two", _redis);
    }

    public async Task DisposeAsync()
    {
        await Second.DisposeAsync();
        await First.DisposeAsync();
        await _redis.DisposeAsync();
    }

    /// <summary>A new subscriber, and an address by which anybody is connected to him.</summary>
    internal async Task<string> Subscriber()
    {
        var name = $"s{Guid.NewGuid():n}";
        await First.Put($"private/{name}", """{"subscriber": {"password": "secret"}}""");
        await First.Put($"public/call-{name}", $$"""{"swml": {"sections": {"main": [{"connect": {"to": "/private/{{name}}", "answer_on_bridge": true} } ] } } }""");
        return name;
    }
}
