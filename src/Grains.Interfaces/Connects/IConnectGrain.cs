namespace Orchestrator.Grains.Interfaces.Connects;

/// <summary>
/// One connect operation, the only arbiter of who won; its key is the connect's id. Every method may be called again with the
/// same arguments and does no harm.
/// </summary>
[Alias("orchestrator.IConnectGrain")]
public interface IConnectGrain : IGrainWithStringKey
{
    /// <summary>Caller's leg → connect: begin. Returns once the acceptance is committed; dialing goes on behind it.</summary>
    [Alias("Accept")]
    Task<AcceptConnectResult> Accept(AcceptConnect request);

    /// <summary>Caller's leg → connect: whether a request that it cannot accept was accepted before.</summary>
    /// <param name="requestHash">The request's; null: it had no idempotency key.</param>
    /// <returns>As the repetition would have been told; null: there is no such connect.</returns>
    [Alias("Known")]
    Task<AcceptConnectResult?> Known(string projectId, string? requestHash);

    /// <summary>B leg → connect.</summary>
    [Alias("LegReported")]
    Task LegReported(LegReport report);

    /// <summary>Caller's leg → connect.</summary>
    /// <returns>False: there is no such connect; it was never accepted, or its retention is over.</returns>
    [Alias("CallerReported")]
    Task<bool> CallerReported(CallerReport report);

    /// <summary>API → connect: cancel while connecting, end the bridge while connected.</summary>
    [Alias("Cancel")]
    Task<CancelConnectOutcome> Cancel(string projectId);

    /// <summary>Sweeper → connect: by the store you are overdue, or your node is gone. Harmless when it is not so.</summary>
    [Alias("Wake"), ResponseTimeout("00:00:02")]
    Task Wake();
}

/// <summary>What became of a request to end a connect.</summary>
public enum CancelConnectOutcome
{
    Ended,
    AlreadyEnded,
    NotFound,
}
