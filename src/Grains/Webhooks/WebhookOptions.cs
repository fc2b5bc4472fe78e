using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Grains.Webhooks;

/// <summary>How webhooks are delivered. Section <c>Webhooks</c>.</summary>
public sealed class WebhookOptions : IValidatableObject
{
    public const string Section = "Webhooks";

    private static readonly IReadOnlyList<TimeSpan> DefaultFast = [TimeSpan.Zero, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];

    private static readonly IReadOnlyList<TimeSpan> DefaultRetry =
    [
        TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1), TimeSpan.FromHours(3),
        TimeSpan.FromHours(8), TimeSpan.FromHours(12),
    ];

    // Lists are null unless they are configured: to a list that is there, the binder would add.

    /// <summary>
    /// Waits before the attempts of the fast phase, each counted from the end of the attempt before; the first is the wait before the
    /// first attempt. 1 to 10 waits of 0 to 1 min; 0, 1 s, 5 s.
    /// </summary>
    public IReadOnlyList<TimeSpan>? FastSchedule { get; set; }

    /// <summary>
    /// Waits before the later attempts, kept by the store: 1 to 20 waits of 1 s to 2 days (none: <see cref="Profile"/>); 30 s, 2 m, 10 m, 1 h, 3 h, 8 h, 12 h.
    /// </summary>
    public IReadOnlyList<TimeSpan>? RetrySchedule { get; set; }

    internal IReadOnlyList<TimeSpan> Fast => FastSchedule ?? DefaultFast;

    internal IReadOnlyList<TimeSpan> Later => Profile == WebhookProfile.Compat ? [] : RetrySchedule ?? DefaultRetry;

    /// <summary><c>durable</c>: both schedules. <c>compat</c>: the first alone, as other platforms do it.</summary>
    public WebhookProfile Profile { get; set; } = WebhookProfile.Durable;

    /// <summary>How far a wait may lie from its schedule, either way: 0 to 0.5 of it; 0.2.</summary>
    [Range(0.0, 0.5)]
    public double Jitter { get; set; } = 0.2;

    /// <summary>Longest wait that a <c>Retry-After</c> is granted. 1 s to 1 day; 6 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan LongestRetryAfter { get; set; } = TimeSpan.FromHours(6);

    /// <summary>How long a URL is muted that answered 410. 1 min to 30 days; 24 h.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "30.00:00:00")]
    public TimeSpan MuteGone { get; set; } = TimeSpan.FromHours(24);

    /// <summary>An event older than this is not sent any more. 1 h to 30 days; 3 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "30.00:00:00")]
    public TimeSpan OldestEvent { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long the metadata of what was delivered is kept. 1 s to 30 days; 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan DeliveredRetention { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long dead letters are kept. 1 s to 90 days; 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "90.00:00:00")]
    public TimeSpan DeadRetention { get; set; } = TimeSpan.FromDays(7);

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

    /// <summary>Events that may wait for one endpoint in this silo's memory; what comes beyond it is parked. 10 to 1,000,000; 10,000.</summary>
    [Range(10, 1_000_000)]
    public int WaitingPerEndpoint { get; set; } = 10_000;

    /// <summary>Parked events this silo works on at once. 1 to 10,000; 500.</summary>
    [Range(1, 10_000)]
    public int ParkedInHand { get; set; } = 500;

    /// <summary>Endpoints whose circuit is remembered; beyond it the one unused for longest is forgotten. 16 to 1,000,000; 10,000.</summary>
    [Range(16, 1_000_000)]
    public int Endpoints { get; set; } = 10_000;

    /// <summary>Failures in a row that open an endpoint's circuit. 2 to 1,000; 10.</summary>
    [Range(2, 1_000)]
    public int CircuitFailures { get; set; } = 10;

    /// <summary>How long a circuit is open at first; it doubles with every probe that fails. 0.5 s to 1 h; 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "01:00:00")]
    public TimeSpan CircuitOpen { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a circuit is open at most. 0.5 s to 1 day; 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "1.00:00:00")]
    public TimeSpan CircuitLongest { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>
    /// How long this silo may be silent before others take its webhooks up. Not longer than the store's own lease for what was just
    /// committed. 1 s to 10 min; 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Lease { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the store is asked for what nobody looks after, and for what is due. 10 ms to 1 min; 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00")]
    public TimeSpan ClaimEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Dead letters redelivered a second, when all of a URL are asked for. 1 to 10,000; 50.</summary>
    [Range(1, 10_000)]
    public int RedeliveriesPerSecond { get; set; } = 50;

    /// <summary><c>space_id</c> of every webhook.</summary>
    [Required, MinLength(1), MaxLength(128)]
    public string SpaceId { get; set; } = "default";

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Fast is not { Count: >= 1 and <= 10 }
            || Fast.Any(wait => wait < TimeSpan.Zero || wait > TimeSpan.FromMinutes(1)))
        {
            yield return new("FastSchedule holds 1 to 10 waits of 0 to 1 min.", [nameof(FastSchedule)]);
        }

        if (RetrySchedule is { Count: 0 or > 20 }
            || Later.Any(wait => wait < TimeSpan.FromSeconds(1) || wait > TimeSpan.FromDays(2)))
        {
            yield return new("RetrySchedule holds 1 to 20 waits of 1 s to 2 days.", [nameof(RetrySchedule)]);
        }

        if (CircuitLongest < CircuitOpen)
            yield return new("CircuitLongest is not shorter than CircuitOpen.", [nameof(CircuitLongest)]);
        if (AttemptTimeout < HeadersTimeout)
            yield return new("AttemptTimeout is not shorter than HeadersTimeout.", [nameof(AttemptTimeout)]);
    }
}

public enum WebhookProfile
{
    Durable,
    Compat,
}
