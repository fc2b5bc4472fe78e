using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orchestrator.Grains.Addresses;
using Orchestrator.Grains.Calls;
using Orchestrator.Grains.Connects;
using Orchestrator.Grains.Controls;
using Orchestrator.Grains.Nodes;
using Orchestrator.Grains.Queues;
using Orchestrator.Grains.Scripts;
using Orchestrator.Grains.Storage;
using Orchestrator.Grains.Telemetry;
using Orchestrator.Grains.Webhooks;

namespace Orchestrator.Grains.Engine;

/// <summary>What every machine grain works with on its silo.</summary>
public sealed class EngineServices(
    ICallStore store, WebhookSender webhooks, Planes.Planes planes, INodes nodes, TimeProvider time, EngineInstruments instruments,
    IOptions<WebhookOptions> webhookOptions, IOptions<InboundOptions> inbound, ILoggerFactory loggers)
{
    public ICallStore Store => store;
    public WebhookSender Webhooks => webhooks;
    public Planes.Planes Planes => planes;
    public INodes Nodes => nodes;
    public TimeProvider Time => time;
    public EngineInstruments Instruments => instruments;
    public ILogger Logger { get; } = loggers.CreateLogger("Orchestrator.Engine");
    internal CallRules Calls { get; } = new(webhookOptions.Value.SpaceId);
    internal ConnectRules Connects { get; } = new(webhookOptions.Value.SpaceId);
    internal ScriptRules Scripts { get; } = new(webhookOptions.Value.SpaceId);
    internal WaitRules Waits { get; } = new(webhookOptions.Value.SpaceId);
    internal ControlRules Controls { get; } = new(webhookOptions.Value.SpaceId);
    internal QueueRules Queues { get; } = new();

    /// <summary>Whose calls those are of which the plane cannot tell; null: nobody's, unless the number tells.</summary>
    internal string? InboundProject => inbound.Value.Project;

    /// <summary>The space in whose name calls are run, as webhooks and scripts are told.</summary>
    internal string SpaceId { get; } = webhookOptions.Value.SpaceId;
}
