using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orchestrator.Grains.Engine;
using Orchestrator.Grains.Interfaces.Failures;

namespace Orchestrator.Storage.Redis;

/// <summary>Looks at Redis' clock before anything is timed by it, and every second from then on.</summary>
internal sealed partial class RedisClockRounds(RedisClock clock, IHostApplicationLifetime lifetime, ILogger<RedisClockRounds> logger)
    : Rounds(TimeSpan.FromSeconds(1), TimeProvider.System, lifetime, logger)
{
    private static readonly TimeSpan Notable = TimeSpan.FromMilliseconds(500);

    private readonly ILogger _logger = logger;

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        try
        {
            await clock.Look();
            if (clock.Offset.Duration() > Notable)
                LogWrong(_logger, clock.Offset.TotalMilliseconds);
        }
        catch (StoreUnavailableException)
        {
            // Its own clock has to do until Redis is there; the rounds see to that.
        }

        await base.StartAsync(cancellationToken);
    }

    protected override Task Round(CancellationToken stopping) => clock.Look();

    [LoggerMessage(EventId = 501, Level = LogLevel.Warning, Message = "This machine's clock is {Milliseconds} ms behind Redis'; calls go by Redis'.")]
    private static partial void LogWrong(ILogger logger, double milliseconds);
}
