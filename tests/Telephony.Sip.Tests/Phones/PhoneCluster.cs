using Orchestrator.Storage.Redis.Tests.Support;
using Orchestrator.Telephony.Sip.Tests.Scenarios;

namespace Orchestrator.Telephony.Sip.Tests.Phones;

/// <summary>Two nodes on one Redis, an rtpengine each.</summary>
public sealed class PhoneCluster : IAsyncLifetime
{
    private RedisServer _redis = null!;

    internal PhoneNode One { get; private set; } = null!;

    internal PhoneNode Two { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        _redis = await RedisServer.Start();
        One = await PhoneNode.Start("one", _redis);
        Two = await PhoneNode.Start("two", _redis);
    }

    public async Task DisposeAsync()
    {
        await Two.DisposeAsync();
        await One.DisposeAsync();
        await _redis.DisposeAsync();
    }

    /// <summary>Of what was up: nothing in either engine, and in the store only what is kept for a while.</summary>
    internal async Task NothingLeft()
    {
        await One.NothingLeft();
        await Two.NothingLeft();
        await UnderWay.IsOver(_redis);
    }
}
