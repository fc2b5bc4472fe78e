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

    /// <summary>
    /// When it was last certain that the lane's next event was in the outbox, and so were all behind it, by the clock of timestamps; null:
    /// that has to be looked up.
    /// </summary>
    public long? SeenAt { get; set; }

    /// <summary>The loop; it never fails.</summary>
    public Task Run { get; set; } = Task.CompletedTask;
}

/// <param name="Trace">The span of the transition that brought the event about.</param>
internal sealed record PendingWebhook(OutboxEntry Entry, ActivityContext Trace, PendingOwner Owner);

/// <summary>A call or connect with pending webhooks here.</summary>
internal sealed class PendingOwner
{
    public int Pending { get; set; }

    public TaskCompletionSource? Idle { get; set; }
}
