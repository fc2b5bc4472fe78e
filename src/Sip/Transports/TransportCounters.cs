namespace Orchestrator.Sip.Transports;

/// <summary>What was thrown away and why; all of them only grow.</summary>
public sealed class TransportCounters
{
    private long _malformedRequests;
    private long _malformedResponses;
    private long _overLimit;
    private long _stray;

    /// <summary>Requests that were answered with a stateless 4xx or 5xx, or could not even be answered.</summary>
    public long MalformedRequests => Interlocked.Read(ref _malformedRequests);

    public long MalformedResponses => Interlocked.Read(ref _malformedResponses);

    /// <summary>Messages of sources that sent more than they may.</summary>
    public long OverLimit => Interlocked.Read(ref _overLimit);

    /// <summary>Responses that no transaction waits for.</summary>
    public long StrayResponses => Interlocked.Read(ref _stray);

    internal void CountMalformedRequest() => Interlocked.Increment(ref _malformedRequests);

    internal void CountMalformedResponse() => Interlocked.Increment(ref _malformedResponses);

    internal void CountOverLimit() => Interlocked.Increment(ref _overLimit);

    internal void CountStray() => Interlocked.Increment(ref _stray);
}
