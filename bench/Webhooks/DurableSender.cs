using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Failures;
using Orchestrator.Grains.Interfaces.Webhooks;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Outbound;
using Orchestrator.Storage.Redis;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Webhooks;

/// <summary>The service's own: commit with the outbox, then the sender; settings as they come.</summary>
internal sealed class DurableSender(IHost host, Job job) : ISender
{
    private readonly ICallStore _store = host.Services.GetRequiredService<ICallStore>();
    private readonly WebhookSender _sender = host.Services.GetRequiredService<WebhookSender>();
    private readonly string[] _owners = [.. Enumerable.Range(0, job.Lanes).Select(lane => CallIds.Caller(CallIds.FromKey("bench", job.NameOf(lane))))];

    public static IHost Build(Job job)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<ICallStore>(new RedisCallStore(new() { Connection = job.Redis, KeyPrefix = job.Prefix }, TimeProvider.System));
        builder.Services.AddSingleton<ISigningKeys, Key>();
        builder.Services.AddWebhooks();
        builder.Services.Configure<OutboundOptions>(options => options.AllowLoopback = true);
        return builder.Build();
    }

    public async Task Make(int lane, int number, long stamp)
    {
        var owner = _owners[lane];
        var entry = new OutboxEntry(
            WebhookIds.Of(owner, number), owner, null, "bench", new CallbackUrl(job.UrlOf(lane)), number, "calling.call.state", "ringing",
            TimeProvider.System.GetUtcNow(), Body.Of(stamp));
        var commit = new Commit(owner, number - 1, "{\"state\":\"ringing\"}"u8.ToArray(), null, null, number == job.Events, [], [entry]);
        while (true)
        {
            try
            {
                await _store.Commit(commit);
                break;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
            }
        }

        _sender.Enqueue([entry]);
    }

    private sealed class Key : ISigningKeys
    {
        public string? CurrentKey(string projectId) => "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    }
}

/// <summary>A body of the usual length, with the instant of its transition in front.</summary>
internal static class Body
{
    private const int Length = 500;

    public static byte[] Of(long stamp) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{{\"stamp\":\"{stamp:d20}\",\"").PadRight(Length, 'x') + "\":1}");

    public static long StampOf(ReadOnlySpan<byte> body) => long.Parse(body.Slice(10, 20), CultureInfo.InvariantCulture);
}
