using System.Diagnostics;
using Orchestrator.Grains.Storage;
using Orchestrator.Outbound;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// The events of one lane that wait for their turn, and the loop that works them off. It exists as long as there are any.
/// </summary>
internal sealed class WebhookLane(LaneKey key, OutboundUrl? target, Endpoint? endpoint)
{
    public LaneKey Key => key;

    /// <summary>Null: the URL cannot be called.</summary>
    public OutboundUrl? Target => target;

    /// <summary>Null exactly when <see cref="Target"/> is.</summary>
    public Endpoint? Endpoint => endpoint;

    public Queue<PendingWebhook> Waiting { get; } = [];

    /// <summary>The loop; it never fails.</summary>
    public Task Run { get; set; } = Task.CompletedTask;
}

/// <param name="Trace">The span of the transition that brought the event about.</param>
internal sealed record PendingWebhook(OutboxEntry Entry, ActivityContext Trace, PendingOwner Owner);

/// <summary>A call or connect with pending webhooks here.</summary>
internal sealed class PendingOwner(string id)
{
    private long _keptUntil = long.MinValue;

    public string Id => id;

    public int Pending { get; set; }

    public TaskCompletionSource? Idle { get; set; }

    /// <summary>Until when its webhooks are ours, by the clock of timestamps.</summary>
    public long KeptUntil => Volatile.Read(ref _keptUntil);

    public void Keep(long until)
    {
        if (until > KeptUntil)
            Volatile.Write(ref _keptUntil, until);
    }
}
