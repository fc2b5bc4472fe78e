using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Interfaces.Addresses;
using Orchestrator.Grains.Telemetry;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Addresses;

/// <summary>The projects of the addresses that are called.</summary>
internal sealed partial class InboundProjects(
    IGrainFactory grains, IOptions<InboundOptions> options, EngineInstruments instruments, ILogger<InboundProjects> logger) : IInboundProjects
{
    private readonly ILogger _logger = logger;

    public async ValueTask<string?> Of(string called, string? projectId) =>
        AddressKeys.OfCalled(called, projectId ?? options.Value.Project) is { } key ? (await grains.GetGrain<IAddressGrain>(key).Find())?.ProjectId : null;

    public void Refused(string projectId)
    {
        instruments.CallRefused();
        LogRefused(_logger, projectId);
    }

    [LoggerMessage(EventId = 222, Level = LogLevel.Warning, Message = "Project {ProjectId} has as many calls that came in as it may have on this node; one more was refused.")]
    private static partial void LogRefused(ILogger logger, string projectId);
}
