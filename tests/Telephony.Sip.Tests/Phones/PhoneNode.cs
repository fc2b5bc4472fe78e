using Orchestrator.Gateway.Tests.Support;
using Orchestrator.Sip.Tests.Peers;
using Orchestrator.Storage.Redis.Tests.Support;
using Orchestrator.Telephony.Sip.Tests.Rtpengine;
using Orchestrator.Telephony.Sip.Tests.Scenarios;

namespace Orchestrator.Telephony.Sip.Tests.Phones;

/// <summary>One node of a cluster, with an rtpengine of its own beside it.</summary>
internal sealed class PhoneNode : IAsyncDisposable
{
    private readonly Daemon _engine;

    private PhoneNode(SipNode service, Daemon engine) => (Service, _engine) = (service, engine);

    public SipNode Service { get; }

    public static async Task<PhoneNode> Start(string name, RedisServer redis)
    {
        var digits = Sipp.FreePort();
        var engine = await Daemon.Start($"--dtmf-log-dest=127.0.0.1:{digits}");
        return new PhoneNode(
            await SipNode.Start(
                name, redis, new("Orchestrator__Sip__Media__Engines__0", $"http:{engine.Http}"), new("Orchestrator__Sip__Media__DtmfListen", $"127.0.0.1:{digits}")),
            engine);
    }

    public Task<int> Calls() => _engine.Calls();

    /// <summary>The engine has no call any more.</summary>
    public Task NothingLeft() => Eventually.Get("nothing is left in rtpengine", Calls, left => left == 0, TimeSpan.FromMinutes(1));

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        _engine.Dispose();
    }
}
