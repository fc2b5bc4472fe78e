namespace Orchestrator.Grains.Webhooks;

/// <summary>What one attempt came to.</summary>
/// <param name="Status">The HTTP status; null: no response headers arrived.</param>
/// <param name="Duration">From the start of the attempt until its connection was given back or closed.</param>
/// <param name="FirstBytes">
/// The beginning of the response's body, 4 KiB at most. The receiver may have echoed credentials: not for logs.
/// </param>
public sealed record WebhookResult(WebhookOutcome Outcome, int? Status, TimeSpan Duration, ReadOnlyMemory<byte> FirstBytes)
{
    /// <summary>No request was made: the URL cannot be called.</summary>
    public static WebhookResult BadUrl { get; } = new(WebhookOutcome.BadUrl, null, TimeSpan.Zero, default);

    public override string ToString() => $"{Outcome} {Status}";
}
