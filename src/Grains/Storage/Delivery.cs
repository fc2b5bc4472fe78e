using Orchestrator.Grains.Interfaces.Webhooks;

namespace Orchestrator.Grains.Storage;

/// <summary>A webhook that has left the outbox, and what was tried.</summary>
/// <param name="Entry">The webhook. Once it is delivered, without its body.</param>
/// <param name="Outcome">The last outcome.</param>
/// <param name="Attempts">The attempts made, oldest first; of many the latest.</param>
/// <param name="Used">Attempts of its schedule that are used up: a redelivery begins the schedule anew.</param>
/// <param name="UpdatedAt">When it came into this state, or was tried last.</param>
/// <param name="NextAt">When it will be tried next; null: it will not.</param>
public sealed record Delivery(
    OutboxEntry Entry,
    DeliveryState State,
    string Outcome,
    IReadOnlyList<DeliveryAttempt> Attempts,
    int Used,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? NextAt)
{
    /// <summary>When it was taken out of the dead letters last: from then on its age counts anew. Null: it never was there.</summary>
    public DateTimeOffset? RevivedAt { get; init; }

    /// <summary>The URL's name within its project.</summary>
    public string Endpoint => EndpointIds.Of(Entry.ProjectId, Entry.Url.Reveal());

    /// <summary>Attempts in all, the forgotten ones included.</summary>
    public int AttemptsMade => Attempts is [.., var last] ? last.Number : 0;

    public override string ToString() => $"{Entry} {State} {Outcome}";
}

/// <param name="Number">From 1; it goes on counting when the webhook is redelivered.</param>
/// <param name="Status">The HTTP status; null: no response headers arrived.</param>
public sealed record DeliveryAttempt(int Number, DateTimeOffset At, string Outcome, int? Status, double Milliseconds);

/// <summary>A webhook's step from one place to the next.</summary>
/// <param name="After">What it is from then on.</param>
/// <param name="Claim">The claim under which it was taken out of the parked ones; 0: it comes out of the outbox.</param>
/// <param name="For">How long until its next attempt, if it is parked; otherwise how long it is remembered.</param>
/// <param name="Lines">What the timeline says about it.</param>
public sealed record WebhookMove(Delivery After, long Claim, TimeSpan For, IReadOnlyList<Interfaces.Timeline.TimelineEntry> Lines);

/// <summary>A parked webhook that is the caller's until its lease ends.</summary>
public sealed record ClaimedWebhook(Delivery Delivery, long Claim);

/// <summary>What a store knows of an endpoint.</summary>
/// <param name="Parked">Webhooks that wait for their next attempt.</param>
/// <param name="Dead">Webhooks that were given up and are still remembered.</param>
/// <param name="Reports">What silos last noted of it, by silo, as they wrote it.</param>
public sealed record EndpointFacts(long Parked, long Dead, IReadOnlyDictionary<string, string> Reports);
