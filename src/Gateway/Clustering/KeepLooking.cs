using Microsoft.Extensions.Logging;

namespace Orchestrator.Gateway.Clustering;

/// <summary>A gateway that finds no silo looks again, for ever: whoever routes requests sees that it is not ready.</summary>
internal sealed partial class KeepLooking(TimeProvider clock, ILogger<KeepLooking> logger) : IClientConnectionRetryFilter
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        LogNotFound(exception.Message);
        await Task.Delay(Pause, clock, cancellationToken);
        return true;
    }

    [LoggerMessage(5201, LogLevel.Warning, "No silo is reached yet; looking again: {Reason}")]
    private partial void LogNotFound(string reason);
}
