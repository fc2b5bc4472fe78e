namespace Orchestrator.Grains.Webhooks;

/// <summary>When a webhook is tried again while its call still lives, and when it is not.</summary>
public static class FastPhase
{
    /// <param name="attempts">Attempts made, from 1.</param>
    /// <param name="outcome">How the last of them went.</param>
    /// <param name="dice">Random, from 0 to 1: where in the jitter the wait falls.</param>
    /// <returns>How long to wait before the next attempt, counted from the end of the last; null: there is none.</returns>
    public static TimeSpan? Wait(WebhookOptions options, int attempts, WebhookOutcome outcome, double dice)
    {
        // A client error is tried again here: receivers answer 404 while they are being deployed. Gone is said on purpose.
        var isOver = outcome is WebhookOutcome.Ok or WebhookOutcome.Gone or WebhookOutcome.BadUrl;
        return isOver || attempts >= options.FastSchedule.Count
            ? null
            : options.FastSchedule[attempts] * (1 + (options.Jitter * ((2 * dice) - 1)));
    }
}
