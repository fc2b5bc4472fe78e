using Microsoft.Extensions.Logging;

namespace Orchestrator.Gateway.Problems;

internal sealed partial class FailureHandler
{
    [LoggerMessage(5001, LogLevel.Warning, "{TraceId}: the cluster did not answer ({Failure}); told 503")]
    private partial void LogUnavailable(Exception exception, string traceId, string failure);

    [LoggerMessage(5002, LogLevel.Error, "{TraceId}: a request failed unexpectedly; told 500")]
    private partial void LogUnexpected(Exception exception, string traceId);
}
