namespace Orchestrator.Outbound;

/// <summary>What a request came to.</summary>
/// <param name="Failure">Why no response headers came; null: they did.</param>
/// <param name="Status">The HTTP status; null: no response headers arrived.</param>
/// <param name="Duration">From the start until the connection was given back or closed; zero for a blocked address.</param>
/// <param name="FirstBytes">The beginning of the body. The receiver may have echoed credentials: not for logs.</param>
/// <param name="RetryAfter">What the receiver asks for, as written.</param>
/// <param name="Fault">The exception behind <see cref="OutboundFailure.Internal"/>.</param>
public sealed record OutboundReply(
    OutboundFailure? Failure, int? Status, TimeSpan Duration, ReadOnlyMemory<byte> FirstBytes, string? RetryAfter, Exception? Fault)
{
    /// <summary>The response's headers as they came, when they were asked for.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    /// <summary>The body was read to its end; false: it is longer than was to be read, or it broke off.</summary>
    public bool IsWhole { get; init; }

    public string? Header(string name) =>
        Headers.Where(header => header.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(header => header.Value).FirstOrDefault();

    public override string ToString() => $"{Failure} {Status}";
}

/// <summary>How far a request may go.</summary>
/// <param name="Headers">Longest until the response's headers are complete, connecting included.</param>
/// <param name="Whole">Longest for all of it, body included.</param>
/// <param name="MostBytes">How much of the body is read; then the connection is closed.</param>
public sealed record OutboundLimits(TimeSpan Headers, TimeSpan Whole, int MostBytes = 4096)
{
    /// <summary>The reply brings the response's headers.</summary>
    public bool WithHeaders { get; init; }
}
