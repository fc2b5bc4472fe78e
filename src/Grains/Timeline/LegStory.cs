using Orchestrator.Grains.Interfaces.Calls;
using Orchestrator.Grains.Interfaces.Timeline;

namespace Orchestrator.Grains.Timeline;

/// <summary>What the entries say of one leg, the caller's or a B leg. What is said first stands; the order does not matter.</summary>
internal sealed class LegStory
{
    public CallerArrived? Arrived { get; private set; }

    public LegCreated? Created { get; private set; }

    public CallPlaced? Placed { get; private set; }

    public DateTimeOffset CreatedAt { get; private set; }

    public DateTimeOffset? RingingAt { get; private set; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public DateTimeOffset? ConfirmedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public bool Confirms { get; private set; }

    public LegReleased? Released { get; private set; }

    public LegEnded? Ended { get; private set; }

    public bool Dialed { get; private set; }

    public bool Dead { get; private set; }

    /// <summary>
    /// Nothing of it is left, here or on the wire: a leg that we did not release ended there first; one that was released before it
    /// was dialed, and so never had a ring timer, never was there.
    /// </summary>
    public bool IsGone => Ended is not null && (Dead || Released is null || !(Dialed || Arrived is not null));

    public CallState State => this switch
    {
        { Ended: not null } => CallState.Ended,
        { AnsweredAt: not null } => CallState.Answered,
        { RingingAt: not null } => CallState.Ringing,
        _ => CallState.Created,
    };

    public void Add(TimelineEntry entry)
    {
        switch (entry.Event)
        {
            case CallerArrived e when Arrived is null && Created is null:
                (Arrived, CreatedAt, RingingAt) = (e, entry.At, entry.At);
                AnsweredAt ??= e.Answered ? entry.At : null;
                break;
            case CallPlaced e when Placed is null:
                (Placed, CreatedAt) = (e, entry.At);
                break;
            case LegCreated e when Arrived is null && Created is null:
                (Created, CreatedAt) = (e, entry.At);
                break;
            case TimerArmed { Timer: TimerKind.Ring }:
                Dialed = true;
                break;
            case LegRang or LegEarlyMedia:
                RingingAt ??= entry.At;
                break;
            case LegAnswered:
                AnsweredAt ??= entry.At;
                break;
            case LegConfirming:
                Confirms = true;
                break;
            case LegConfirmed { Passed: true }:
                ConfirmedAt ??= entry.At;
                break;
            case LegReleased e:
                Released ??= e;
                break;
            case LegEnded e:
                Ended ??= e;
                EndedAt ??= entry.At;
                break;
            case LegDead:
                Dead = true;
                break;
        }
    }
}
