namespace Orchestrator.Grains.Webhooks;

/// <summary>What one attempt came to.</summary>
/// <param name="Status">The HTTP status; null: no response headers arrived.</param>
/// <param name="Duration">From the start of the attempt until its connection was given back or closed.</param>
/// <param name="FirstBytes">
/// The beginning of the response's body, 4 KiB at most. The receiver may have echoed credentials: not for logs.
/// </param>
public sealed record WebhookResult(WebhookOutcome Outcome, int? Status, TimeSpan Duration, ReadOnlyMemory<byte> FirstBytes)
{
    /// <summary>How long the receiver asks to be left alone (429, 503), or for how long its circuit is open yet; null: it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether it counts as an attempt: a request was made, or could not be because of the URL itself.</summary>
    public bool IsAttempt =>
        Outcome is not (WebhookOutcome.Expired or WebhookOutcome.Overflow or WebhookOutcome.Muted or WebhookOutcome.CircuitOpen);

    /// <summary>No request was made.</summary>
    public static WebhookResult Without(WebhookOutcome outcome) => new(outcome, null, TimeSpan.Zero, default);

    public override string ToString() => $"{Outcome} {Status}";
}
