using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Telemetry;
using Orchestrator.Grains.Webhooks;
using Orchestrator.Telephony.Port;

namespace Orchestrator.Grains.Engine;

/// <summary>What every machine grain works with on its silo.</summary>
public sealed class EngineServices(
    ICallStore store, WebhookSender webhooks, ITelephonyPlane plane, TimeProvider time, EngineInstruments instruments,
    IOptions<WebhookOptions> webhookOptions, ILoggerFactory loggers)
{
    public ICallStore Store => store;
    public WebhookSender Webhooks => webhooks;
    public ITelephonyPlane Plane => plane;
    public TimeProvider Time => time;
    public EngineInstruments Instruments => instruments;
    public ILogger Logger { get; } = loggers.CreateLogger("Orchestrator.Engine");
    public string SpaceId => webhookOptions.Value.SpaceId;
    public string NodeId => plane.NodeId;
}
