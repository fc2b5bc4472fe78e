using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Gateway;

/// <summary>How the HTTP face behaves. Section <c>Orchestrator:Gateway</c>.</summary>
public sealed class GatewayOptions
{
    public const string Section = "Orchestrator:Gateway";

    /// <summary>Longest request body in bytes, 1 KiB to 256 KiB; a longer one is refused while it is read.</summary>
    [Range(1024, 256 * 1024)]
    public int MaxBodyBytes { get; set; } = 256 * 1024;

    /// <summary>Accept <c>stream:ws://</c>: audio and token in clear text; false.</summary>
    public bool AllowInsecureStreams { get; set; }

    /// <summary>Connects that may wait to be accepted at once, 1 to 10,000; one more is told 503 and to come back.</summary>
    [Range(1, 10_000)]
    public int MaxConnectsInFlight { get; set; } = 1000;

    /// <summary>Longest wait for the cluster to answer one question, 0.1 to 60 s; then the client is told 503.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan GrainTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Longest wait for one attempt at a question, 0.1 to 60 s: behind it the same is asked again, as long as
    /// <see cref="GrainTimeout"/> lets it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan AttemptTimeout { get; set; } = TimeSpan.FromSeconds(2.5);

    /// <summary>What <c>Retry-After</c> says with a 503, 1 s to 5 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan RetryAfter { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a process that was asked to stop still answers, refusing new connects, so that whoever routes requests here sees
    /// <c>/health/ready</c> fail before the listener is gone; 0 to 20 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:20")]
    public TimeSpan DrainDelay { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How often an event stream shows that it is alive, 1 to 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan PingInterval { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How long an event stream goes on looking for a cluster that does not answer before it is closed, 1 s to 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan StreamPatience { get; set; } = TimeSpan.FromMinutes(1);
}
