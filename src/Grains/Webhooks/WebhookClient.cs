using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Storage;
using Orchestrator.Outbound;

namespace Orchestrator.Grains.Webhooks;

/// <summary>Makes single attempts. Everything a receiver can do wrong is a <see cref="WebhookResult"/>, not an exception.</summary>
public sealed partial class WebhookClient(
    OutboundClient outbound, SigningKeyRing keys, TimeProvider time, IOptions<WebhookOptions> options, ILogger<WebhookClient> logger)
{
    private const int FirstBytes = 4096;

    private readonly ILogger<WebhookClient> _logger = logger;

    /// <param name="attempt">From 1.</param>
    /// <param name="abort">The silo cannot wait any longer.</param>
    /// <exception cref="OperationCanceledException"><paramref name="abort"/>, and nothing else.</exception>
    public async Task<WebhookResult> Send(OutboxEntry entry, OutboundUrl target, int attempt, CancellationToken abort)
    {
        try
        {
            var signing = await keys.Current(entry.ProjectId, abort);
            using var request = WebhookRequest.Create(entry, target, attempt, time.GetUtcNow(), signing);
            var limits = new OutboundLimits(options.Value.HeadersTimeout, options.Value.AttemptTimeout, FirstBytes);
            var reply = await outbound.Send(request, limits, abort);
            if (reply.Fault is { } fault)
                AttemptFaulted(entry.WebhookId, attempt, fault);
            return Read(reply);
        }
        catch (Exception fault) when (!abort.IsCancellationRequested)
        {
            AttemptFaulted(entry.WebhookId, attempt, fault);
            return WebhookResult.Without(WebhookOutcome.Internal);
        }
    }

    private WebhookResult Read(OutboundReply reply)
    {
        var outcome = reply.Failure is { } failure ? AttemptOutcome.OfFailure(failure) : AttemptOutcome.OfStatus(reply.Status!.Value);
        return new(outcome, reply.Status, reply.Duration, reply.FirstBytes)
        {
            RetryAfter = reply.Status is 429 or 503 ? RetryAfter.Read(reply.RetryAfter, time.GetUtcNow()) : null,
        };
    }
}
