namespace Orchestrator.Grains.Webhooks;

/// <summary>What follows an attempt.</summary>
public enum NextStep
{
    Delivered,

    /// <summary>Tried again soon, and its lane waits.</summary>
    Again,

    /// <summary>Tried again later; its lane goes on.</summary>
    Park,

    GiveUp,
}

/// <summary>When a webhook is tried again, and when it is not.</summary>
public static class RetrySchedule
{
    /// <param name="used">Attempts of the schedule that are used up, this one included.</param>
    /// <param name="dice">Random, from 0 to 1: where in the jitter the wait falls.</param>
    /// <returns>What follows, and after how long, counted from the end of the attempt.</returns>
    public static (NextStep Step, TimeSpan Wait) After(WebhookOptions options, int used, WebhookResult result, double dice)
    {
        var (fast, slow) = (options.Fast, options.Later);
        switch (result.Outcome)
        {
            case WebhookOutcome.Ok:
                return (NextStep.Delivered, TimeSpan.Zero);
            case WebhookOutcome.Gone or WebhookOutcome.BadUrl or WebhookOutcome.Muted or WebhookOutcome.Expired:
                return (NextStep.GiveUp, TimeSpan.Zero);
            case WebhookOutcome.CircuitOpen or WebhookOutcome.Overflow:
                // Never before the circuit is tried again, and not all at that instant.
                return (NextStep.Park, (result.RetryAfter ?? options.CircuitOpen) * (1 + (options.Jitter * dice)));
            // Receivers answer 404 while they are being deployed; one that still does is not going to change its mind. The same goes
            // for a name that leads where it must not.
            case WebhookOutcome.ClientError or WebhookOutcome.BlockedAddress when used >= fast.Count:
                return (NextStep.GiveUp, TimeSpan.Zero);
        }

        if (used >= fast.Count + slow.Count)
            return (NextStep.GiveUp, TimeSpan.Zero);

        var wait = (used < fast.Count ? fast[used] : slow[used - fast.Count]) * (1 + (options.Jitter * ((2 * dice) - 1)));
        if (result.RetryAfter is { } asked)
            wait = TimeSpan.FromTicks(Math.Max(wait.Ticks, Math.Min(asked.Ticks, options.LongestRetryAfter.Ticks)));
        // A lane waits no longer for what a receiver asks than for the schedule.
        return (used < fast.Count && wait <= fast.Max() * (1 + options.Jitter) ? NextStep.Again : NextStep.Park, wait);
    }
}
