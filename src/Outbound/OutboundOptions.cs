using System.ComponentModel.DataAnnotations;

namespace Orchestrator.Outbound;

/// <summary>Where the service may send requests that strangers asked for. Section <c>Outbound</c>.</summary>
public sealed class OutboundOptions : IValidatableObject
{
    public const string Section = "Outbound";

    /// <summary>
    /// Networks beyond the public internet that are open, by CIDR and port: <c>10.1.0.0/16</c>, <c>10.1.2.3/32:8080</c>,
    /// <c>[fd12::/16]:8000-8999</c>. The clouds' metadata addresses stay closed. Default: none.
    /// </summary>
    public IList<string> Allow { get; } = [];

    /// <summary>Whether loopback is open. Default: only if the service itself listens on nothing else.</summary>
    public bool? AllowLoopback { get; set; }

    /// <summary>Longest for name, TCP and TLS together. 10 ms to 30 s; 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:30", ParseLimitsInInvariantCulture = true, ConvertValueInInvariantCulture = true)]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// A PEM file of root certificates that are trusted beside the system's: those of a private authority. Read once, at the start.
    /// Default: none.
    /// </summary>
    public string? TrustedRoots { get; set; }

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (var written in Allow.Where(written => !AllowedNetwork.TryParse(written, out _)))
            yield return new ValidationResult($"Allow: '{written}' is no network (10.1.0.0/16, 10.1.2.3/32:8080).", [nameof(Allow)]);
        if (TrustedRoots is { } file && CertificateRules.Fault(file) is { } fault)
            yield return new ValidationResult($"TrustedRoots: '{file}' {fault}.", [nameof(TrustedRoots)]);
    }
}
