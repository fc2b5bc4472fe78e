using System.Diagnostics;
using Orchestrator.Grains.Storage;

namespace Orchestrator.Grains.Webhooks;

/// <summary>
/// The events of one lane that wait for their turn, and the loop that works them off. It exists as long as there are any.
/// </summary>
internal sealed class WebhookLane(LaneKey key, WebhookTarget? target, Endpoint? endpoint)
{
    public LaneKey Key => key;

    /// <summary>Null: the URL cannot be called.</summary>
    public WebhookTarget? Target => target;

    /// <summary>Null exactly when <see cref="Target"/> is.</summary>
    public Endpoint? Endpoint => endpoint;

    public Queue<PendingWebhook> Waiting { get; } = [];

    /// <summary>The loop; it never fails.</summary>
    public Task Run { get; set; } = Task.CompletedTask;
}

/// <param name="Trace">The span of the transition that brought the event about.</param>
internal sealed record PendingWebhook(OutboxEntry Entry, ActivityContext Trace);
