using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Orchestrator.Grains.Interfaces;
using Orchestrator.Grains.Interfaces.Timeline;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Outbound;
using Orchestrator.Swml.Plan;

namespace Orchestrator.Grains.Tests.Webhooks.Support;

/// <summary>A sender as the silo has it, with a store that records and a clock that stands still.</summary>
internal sealed class DeliveryHost : IAsyncDisposable
{
    public const string BodyText = """{"event_type":"calling.call.state"}""";
    public const string Key = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

    private readonly ServiceProvider _services;
    private int _ids;

    public DeliveryHost(
        Action<WebhookOptions>? configure = null, FakeTimeProvider? time = null, Action<OutboundOptions>? outbound = null, INameResolver? names = null)
    {
        Time = time ?? new();
        _services = new ServiceCollection()
            .AddSingleton<ICallStore>(Store)
            .AddSingleton<ISigningKeys>(new Keys())
            .AddSingleton<TimeProvider>(Time)
            .AddSingleton(names ?? new SystemNameResolver())
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(Logs))
            .AddWebhooks()
            .Configure(configure ?? (_ => { }))
            .Configure<OutboundOptions>(options => options.AllowLoopback = true)
            .Configure(outbound ?? (_ => { }))
            .BuildServiceProvider();
        Sender = _services.GetRequiredService<WebhookSender>();
        Client = _services.GetRequiredService<WebhookClient>();
    }

    public RecordingStore Store { get; } = new();
    public FakeTimeProvider Time { get; }
    public ListLogger Logs { get; } = new();
    public WebhookSender Sender { get; }
    public WebhookClient Client { get; }
    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public static string NewOwner() => CallIds.Caller(CallIds.NewSession());

    /// <summary>In the outbox, as by a commit.</summary>
    public OutboxEntry Entry(string url, string? owner = null, long sequence = 1)
    {
        var entry = New(url, owner, sequence);
        Store.Outbox.Add(entry);
        return entry;
    }

    private OutboxEntry New(string url, string? owner, long sequence) => new(
        "msg_" + Interlocked.Increment(ref _ids).ToString(CultureInfo.InvariantCulture),
        owner ?? NewOwner(),
        null,
        "proj_1",
        new CallbackUrl(url),
        sequence,
        "calling.call.state",
        "ended",
        Time.GetUtcNow(),
        Encoding.UTF8.GetBytes(BodyText));

    public Task<WebhookResult> Send(string url, CancellationToken abort = default)
    {
        Assert.True(OutboundUrl.TryCreate(url, out var target));
        return Client.Send(Entry(url), target, 1, abort);
    }

    public async Task<T> NextLine<T>()
        where T : TimelineEvent => Assert.IsType<T>(await Deadline.For(Store.Lines.ReadAsync(), typeof(T).Name));

    /// <summary>The next attempt's line; the clock is then set to its retry, if there is one.</summary>
    public async Task<WebhookAttempted> NextAttempt()
    {
        var attempted = await NextLine<WebhookAttempted>();
        if (attempted.NextInSeconds is { } next)
            Time.Advance(Wait(next));
        return attempted;
    }

    /// <summary>
    /// Seconds as a time that is not shorter: <see cref="TimeSpan.FromSeconds(double)"/> cuts off, and a clock that is a tick short of a
    /// retry stands still for ever.
    /// </summary>
    public static TimeSpan Wait(double seconds) => TimeSpan.FromTicks((long)Math.Ceiling(seconds * TimeSpan.TicksPerSecond));

    public Task Idle(string owner) => Deadline.For(Sender.WhenIdle(owner), "the owner's webhooks to be done");

    public async ValueTask DisposeAsync()
    {
        await Sender.StopAsync(new CancellationToken(canceled: true));
        await _services.DisposeAsync();
    }

    private sealed class Keys : ISigningKeys
    {
        public string? CurrentKey(string projectId) => Key;
    }
}

/// <summary>Keeps all that is logged, at every level.</summary>
internal sealed class ListLogger : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{logLevel} {eventId.Id} {formatter(state, exception)} {exception}");

    public void Dispose()
    {
    }
}
