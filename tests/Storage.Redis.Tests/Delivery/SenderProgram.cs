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
using Orchestrator.Swml.Plan;

namespace Orchestrator.Storage.Redis.Tests.Delivery;

/// <summary>The program of <see cref="SenderProcess"/>: commits events of calls that nobody runs, and sends them as a silo does.</summary>
internal static class SenderProgram
{
    public const string Done = "done";

    public static async Task Main(string[] arguments)
    {
        var (connection, prefix, url, seed) = (arguments[0], arguments[1], arguments[2], arguments[3]);
        var (lanes, events) = (int.Parse(arguments[4], CultureInfo.InvariantCulture), int.Parse(arguments[5], CultureInfo.InvariantCulture));
        using var host = Build(new() { Connection = connection, KeyPrefix = prefix, WebhookLease = TimeSpan.FromSeconds(3) });
        await host.StartAsync();
        var store = host.Services.GetRequiredService<ICallStore>();
        var sender = host.Services.GetRequiredService<WebhookSender>();
        await Task.WhenAll(Enumerable.Range(0, lanes).Select(lane => Post(store, sender, url, CallIds.Caller(CallIds.FromKey(seed, $"{lane}")), events)));
        Console.WriteLine(Done);
        await host.WaitForShutdownAsync();
    }

    /// <summary>A silo's part of it, in whatever process.</summary>
    public static IHost Build(RedisStoreOptions options)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Logging.AddSimpleConsole().SetMinimumLevel(LogLevel.Error);
        builder.Services.AddSingleton<ICallStore>(new RedisCallStore(options, TimeProvider.System));
        builder.Services.AddSingleton<ISigningKeys, NoKeys>();
        builder.Services.AddWebhooks();
        builder.Services.Configure<OutboundOptions>(outbound => outbound.AllowLoopback = true);
        builder.Services.Configure<WebhookOptions>(webhooks =>
        {
            webhooks.FastSchedule = [TimeSpan.Zero, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(100)];
            webhooks.RetrySchedule = [.. Enumerable.Repeat(TimeSpan.FromSeconds(1), 20)];
            webhooks.Lease = TimeSpan.FromSeconds(3);
            webhooks.ClaimEvery = TimeSpan.FromMilliseconds(200);
            webhooks.CircuitOpen = TimeSpan.FromMilliseconds(500);
            webhooks.CircuitLongest = TimeSpan.FromSeconds(2);
            webhooks.InFlightPerEndpoint = 16;
        });
        return builder.Build();
    }

    private static async Task Post(ICallStore store, WebhookSender sender, string url, string owner, int events)
    {
        for (var number = 1; number <= events; number++)
        {
            var entry = new OutboxEntry(
                WebhookIds.Of(owner, number), owner, null, "project", new CallbackUrl($"{url}/{owner}"), number, "calling.call.state", "ringing",
                TimeProvider.System.GetUtcNow(), Encoding.UTF8.GetBytes($$"""{"owner":"{{owner}}","number":{{number}}}"""));
            var commit = new Commit(owner, number - 1, Encoding.UTF8.GetBytes("{}"), null, null, number == events, [], [entry]);
            if (!await Written(store, commit))
                return;
            Console.WriteLine(entry.WebhookId);
            sender.Enqueue([entry]);
            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System);
        }
    }

    /// <summary>The same commit until Redis answers.</summary>
    private static async Task<bool> Written(ICallStore store, Commit commit)
    {
        while (true)
        {
            try
            {
                return (await store.Commit(commit)).Committed;
            }
            catch (StoreUnavailableException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        }
    }

    private sealed class NoKeys : ISigningKeys
    {
        public string? CurrentKey(string projectId) => null;
    }
}
