using Microsoft.Extensions.Logging;

namespace Orchestrator.Gateway.Timelines;

internal sealed partial class TimelineStream
{
    [LoggerMessage(5101, LogLevel.Information, "{ConnectId}: event stream lost its source behind entry {Sequence} ({Failure}); asking again")]
    private partial void LogLost(string connectId, long sequence, string failure);

    [LoggerMessage(5102, LogLevel.Warning, "{ConnectId}: event stream closed, the cluster does not answer")]
    private partial void LogGivenUp(Exception exception, string connectId);
}
