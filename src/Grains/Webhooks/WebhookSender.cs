using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// The fast phase of the silo's webhooks: one loop a lane, outside of every grain's turn. It remembers nothing that is not in the
/// outbox as well, so whatever it loses with its process is sent by the silo that takes the owner up again.
/// </summary>
public sealed partial class WebhookSender : IHostedService, IDisposable
{
    private readonly Lock _gate = new();
    private readonly EndpointBook _endpoints;
    private readonly LaneBook _book;
    private readonly WebhookDelivery _delivery;
    private readonly ICallStore _store;
    private readonly TimeProvider _time;
    private readonly TimeSpan _lease;
    private readonly WebhookInstruments _instruments;
    private readonly ILogger<WebhookSender> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _abort = new();

    public WebhookSender(
        ICallStore store,
        WebhookClient client,
        MuteBook mutes,
        WebhookInstruments instruments,
        TimeProvider time,
        IOptions<WebhookOptions> options,
        ILogger<WebhookSender> logger)
    {
        (_store, _instruments, _logger, _time, _lease) = (store, instruments, logger, time, options.Value.Lease);
        _endpoints = new(options.Value, time);
        _book = new(_endpoints);
        var attempts = new WebhookAttempts(client, mutes, instruments, time, options.Value);
        var journal = new WebhookJournal(store, instruments, time, options.Value, logger);
        _delivery = new(attempts, journal, new(store, time), time, options.Value, logger);
        Slow = new(_endpoints, attempts, journal, store, options.Value, logger);
        instruments.Watch(this);
    }

    /// <summary>Lanes that have something to send, for tests and health.</summary>
    public int ActiveLanes
    {
        get
        {
            lock (_gate)
                return _book.Lanes;
        }
    }

    /// <summary>Events of outboxes that wait here, or are on their way.</summary>
    public int Pending
    {
        get
        {
            lock (_gate)
                return _book.Pending;
        }
    }

    internal IReadOnlyList<Endpoint> Endpoints => _endpoints.All;

    /// <summary>The later attempts, over the same endpoints.</summary>
    internal ParkedWebhooks Slow { get; }

    /// <summary>
    /// Takes what a commit has put into the outbox just now, in its order. Returns at once. What is pending here already is not taken
    /// twice; after <see cref="StopAsync"/> nothing is taken, and the outbox keeps it.
    /// </summary>
    public void Enqueue(IReadOnlyList<OutboxEntry> entries) => Add(entries, _time.GetTimestamp());

    /// <summary>The same for what was found in the outbox: another silo may be about to send it, and those behind it.</summary>
    public void TakeOver(IReadOnlyList<OutboxEntry> entries) => Add(entries, seenAt: null);

    private void Add(IReadOnlyList<OutboxEntry> entries, long? seenAt)
    {
        var trace = Activity.Current?.Context ?? default;
        lock (_gate)
        {
            if (_stopping.IsCancellationRequested)
                return;

            foreach (var entry in entries)
            {
                if (_book.Add(entry, trace, seenAt) is { } opened)
                    opened.Run = Start(opened);
            }
        }
    }

    /// <summary>Tells the store that this silo still looks after what it has.</summary>
    public async Task Keep(CancellationToken cancellationToken)
    {
        IReadOnlyList<string> owners;
        lock (_gate)
            owners = _book.Owners;
        if (owners.Count > 0)
            await _store.KeepWebhooks(owners, _lease, cancellationToken);
    }

    /// <summary>
    /// Completes when nothing of that call or connect is pending here: each was delivered, parked, given up, or left in the outbox because
    /// the silo stops or the sender failed. At once if nothing is.
    /// </summary>
    public Task WhenIdle(string ownerId)
    {
        lock (_gate)
            return _book.WhenIdle(ownerId);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Begins no further attempt and lets those in flight end.</summary>
    /// <param name="cancellationToken">Breaks off those in flight; they stay in the outbox.</param>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        Task runs;
        lock (_gate)
            runs = Task.WhenAll(_book.Runs.ToList());
        await _stopping.CancelAsync();
        try
        {
            await runs.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await _abort.CancelAsync();
            await runs;
        }
    }

    public void Dispose()
    {
        _stopping.Dispose();
        _abort.Dispose();
        _endpoints.Dispose();
    }

    /// <summary>The loop outlives the turn that starts it: it takes neither the grain's scheduler nor its trace along.</summary>
    private Task Start(WebhookLane lane)
    {
        using AsyncFlowControl? flow = ExecutionContext.IsFlowSuppressed() ? null : ExecutionContext.SuppressFlow();
        return Task.Run(() => Work(lane));
    }

    private async Task Work(WebhookLane lane)
    {
        while (Next(lane) is { } pending)
        {
            try
            {
                await _delivery.Deliver(lane, pending, _stopping.Token, _abort.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                LeftBehind(pending.Entry.WebhookId);
            }
            catch (Exception fault)
            {
                // A bug, and it costs this event its turn only: it is still in the outbox.
                _instruments.Faulted();
                DeliveryFaulted(pending.Entry.WebhookId, pending.Entry.OwnerId, fault);
            }

            Done(lane, pending);
        }
    }

    private PendingWebhook? Next(WebhookLane lane)
    {
        lock (_gate)
            return _book.Next(lane);
    }

    private void Done(WebhookLane lane, PendingWebhook pending)
    {
        TaskCompletionSource? idle;
        lock (_gate)
            idle = _book.Done(lane, pending);
        idle?.TrySetResult();
    }
}
