using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Grains.Webhooks;

/// <summary>How webhooks are delivered. Section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions : IValidatableObject
{
    public const string Section = "Webhooks";

    /// <summary>
    /// Waits before the attempts of the fast phase, each counted from the end of the attempt before; the first is the wait before the
    /// first attempt. 1 to 10 waits of 0 to 1 min; 0, 1 s, 5 s.
    /// </summary>
    [Required]
    public IReadOnlyList<TimeSpan> FastSchedule { get; set; } = [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    /// <summary>How far a wait may lie from its schedule, either way: 0 to 0.5 of it; 0.2.</summary>
    [Range(0.0, 0.5)]
    public double Jitter { get; set; } = 0.2;

    /// <summary>Longest for name, TCP and TLS together. 10 ms to 30 s; 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:30")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Longest until the response's headers are complete, connecting included. 10 ms to 1 min; 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest for a whole attempt, body included. 10 ms to 2 min; 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:02:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Requests in flight to one endpoint (scheme, host, port). 1 to 256; 8.</summary>
    [Range(1, 256)]
    public int InFlightPerEndpoint { get; set; } = 8;

    /// <summary>Requests in flight of this silo. 1 to 20,000; 2,000.</summary>
    [Range(1, 20_000)]
    public int InFlightPerSilo { get; set; } = 2_000;

    /// <summary><c>space_id</c> of every webhook.</summary>
    [Required, MinLength(1), MaxLength(128)]
    public string SpaceId { get; set; } = "default";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (FastSchedule is not { Count: >= 1 and <= 10 }
            || FastSchedule.Any(wait => wait < TimeSpan.Zero || wait > TimeSpan.FromMinutes(1)))
        {
            yield return new("FastSchedule holds 1 to 10 waits of 0 to 1 min.", [nameof(FastSchedule)]);
        }

        if (AttemptTimeout < HeadersTimeout)
            yield return new("AttemptTimeout is not shorter than HeadersTimeout.", [nameof(AttemptTimeout)]);
    }
}
